"""The open interface keeps to its own document, whatever it is asked."""

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

MOST = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("path", ["/prices", "/prices.csv", "/commodities", "/markets"])
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_what_is_asked_by_its_rules_is_answered_by_them(app: Flask, path: str, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    # That one day must not come after the other cannot be said in the document's language.
    excluded = [positive_data_acceptance] if path.startswith("/prices") else []

    @MOST
    @given(schema[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        # It is asked without a server, where nothing unpacks.
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=excluded)

    ask()


def test_the_document_says_which_release_of_the_language_it_is_in(app: Flask) -> None:
    document = app.test_client().get("/api/v1/openapi.json").json
    assert document["openapi"] == "3.1.0" and set(document["paths"]) == {
        "/prices", "/prices.csv", "/commodities", "/markets",
    }  # fmt: skip
