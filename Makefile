# 田讯 Tianxun. `make help` lists what can be made.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint eval bench help
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

run: $(VENV)/.runtime ## install what is missing, prepare store and model, start web and worker
	@exec $(BIN)/flask serve

test: $(VENV)/.development ## the whole test suite
	@$(BIN)/python -m pytest -n 2 $(PYTEST)

lint: $(VENV)/.development ## ruff and mypy, strict
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

eval: $(VENV)/.development ## understanding and search on the project's own evaluation data
	@$(BIN)/python -m tests.evaluation

bench: $(VENV)/.development ## ratio to a bare server, stages, memory, search; some 20 minutes
	@$(BIN)/python -m tests.bench

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	@flock $(VENV)/bin/python $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@flock $(VENV)/bin/python $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/.runtime $@
