"""`flask night` as staff run it: a process of its own on a prepared installation."""

import json
import shutil
from pathlib import Path

import pytest

from knowledge.db import open_store
from knowledge.night import orders
from knowledge.night.lock import only_night
from tests.bot.test_cli import flask
from tests.conftest import NOW, TODAY
from tests.knowledge.fetch.stand_in import page
from tests.night.conftest import Open
from tests.night.goods import Goods
from tests.night.json_sites import XINFADI, xinfadi
from tests.night.text_sites import SHEET, sheet_setup

FEW = Goods({"大白菜": 0.8, "土豆": 1.2})


@pytest.fixture
def data(filled_sqlite: Path, model: Path, tmp_path: Path) -> Path:
    shutil.copy(filled_sqlite, tmp_path / "tianxun.sqlite")
    shutil.copy(model, tmp_path / "model.npz")
    return tmp_path


def test_night_brings_in_what_ask_then_says(data: Path, opened: Open) -> None:
    done = flask(data, "night", "xinfadi", "--base", opened(xinfadi(FEW)).base)
    assert (done.returncode, done.stdout) == (0, "xinfadi\tdone\n"), done.stderr
    assert "62 行，新 62，改 0，待核实 0" in done.stderr
    assert f"{FEW.of('大白菜', TODAY).average}元/斤" in flask(data, "ask", "大白菜多少钱").stdout


def test_night_exits_with_1_where_a_source_published_nothing_and_sources_says_why(data: Path, opened: Open) -> None:
    done = flask(data, "night", "xinfadi", "--base", opened({XINFADI: page(b"<html>sorry</html>")}).base)
    assert (done.returncode, done.stdout) == (1, "xinfadi\theld\t应是 JSON，来的是网页\n")
    shown = flask(data, "sources").stdout
    assert "xinfadi（新发地） 上次成功 从未成功" in shown and "原因：应是 JSON，来的是网页" in shown and "·×\n" in shown


def test_a_second_night_at_once_exits_with_a_clear_line(data: Path, opened: Open) -> None:
    site = opened(xinfadi(FEW))
    store = open_store(f"sqlite:///{data / 'tianxun.sqlite'}")
    with only_night(store, data):
        done = flask(data, "night", "xinfadi", "--base", site.base)
    store.engine.dispose()
    assert (done.returncode, done.stderr) == (2, "今晚的抓取正在进行，等它完了再来。\n") and not site.visits


def test_a_source_that_staff_set_up_runs_by_its_name(data: Path, opened: Open, tmp_path: Path) -> None:
    rows = f"日期,市场,品名,最低价,最高价,均价\n{TODAY},长沙红星,土豆,1.1,1.3,1.2\n".encode()
    site = opened({SHEET: page(rows, "text/csv")})
    setup = tmp_path / "station.json"
    setup.write_text(json.dumps(sheet_setup("https://www.example.com"), ensure_ascii=False), encoding="utf-8")
    assert flask(data, "sources", "add", str(setup)).returncode == 0
    done = flask(data, "night", "station", "--base", site.base)
    assert (done.returncode, done.stdout) == (0, "station\tdone\n"), done.stderr


def test_what_staff_want_is_fetched_once_and_nothing_else(data: Path, opened: Open) -> None:
    site = opened(xinfadi(FEW))
    store = open_store(f"sqlite:///{data / 'tianxun.sqlite'}")
    with store.writing() as session:
        orders.order(session, "xinfadi", "王站长", NOW)
    store.engine.dispose()
    for said in ("xinfadi\tdone\n", ""):
        done = flask(data, "night", "xinfadi", "--base", site.base, "--ordered")
        assert (done.returncode, done.stdout) == (0, said), done.stderr
