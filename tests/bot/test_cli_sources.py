"""The commands around sources, as processes of their own on a prepared installation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.test_cli import ROOT, flask
from tests.knowledge.fetch.stand_in import StandIn, listening, page, running


@pytest.mark.parametrize("since", ["2026-11-20", "2026-11-20T03:00", "2026-11-20 03:00:00+08:00"])
def test_a_recall_says_what_it_took_back(data: Path, since: str) -> None:
    done = flask(data, "sources", "recall", "xinfadi", "--since", since, "--dry-run")
    assert done.returncode == 0 and "试运行" in done.stdout and "撤回 xinfadi：删去报价 0 条" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("nowhere", "--since", "2026-11-20"), "没有来源「nowhere」"), (("xinfadi", "--since", "昨天"), "不是时间")],
)
def test_a_recall_of_nothing_known_is_refused(data: Path, arguments: tuple[str, ...], said: str) -> None:
    refused = flask(data, "sources", "recall", *arguments)
    assert refused.returncode == 2 and said in refused.stderr and "Traceback" not in refused.stderr


def test_who_is_told_is_kept_listed_without_the_key_and_taken_off(data: Path) -> None:
    # Nobody lives at .invalid: the trial fails, and that is said.
    hook = "https://robot.invalid/send?key=abc"
    added = flask(data, "sources", "alarm", "add", "王站长", "--webhook", hook)
    assert "已记下" in added.stdout and added.returncode == 1 and "试发没有成功" in added.stderr
    listed = flask(data, "sources", "alarm", "list")
    assert listed.stdout == "王站长\trobot.invalid\n"
    assert flask(data, "sources", "alarm", "remove", "王站长").returncode == 0
    gone = flask(data, "sources", "alarm", "remove", "王站长")
    assert gone.returncode == 2 and "没有「王站长」" in gone.stderr


def test_an_address_inside_is_never_told_anything(data: Path) -> None:
    with listening() as door:
        hook = f"http://127.0.0.1:{door.port}/"
        assert flask(data, "sources", "alarm", "add", "王站长", "--webhook", hook).returncode == 2
        assert flask(data, "sources", "alarm", "add", "王站长", "--webhook", "http://127.0.0.1/").returncode == 1
        assert door.reached() == 0


@pytest.fixture
def food21() -> Iterator[StandIn]:
    body = (
        (ROOT / "tests" / "sources" / "food21" / "paged.html").read_bytes().replace(b"</body>", b"13800000000</body>")
    )
    with running({"/price/market/1039.html": page(body, "text/html")}) as server:
        yield server


def test_a_recorded_page_is_shown_for_a_look_and_kept_once(data: Path, tmp_path: Path, food21: StandIn) -> None:
    asked = ("record", "food21", "https://wap.21food.cn/price/market/1039.html", "--base", food21.base)
    wanted = (*asked, "--since", "2026-11-23", "--to", str(tmp_path / "kept"), "--name", "today")
    first = flask(data, *wanted)
    assert first.returncode == 0, first.stderr
    assert "today.html" in first.stdout and "请对照网页看" in first.stdout and "大白菜" in first.stdout
    assert "1 个像手机号的数" in first.stdout
    again = flask(data, *wanted)
    assert again.returncode == 2 and "--force" in again.stderr
    assert flask(data, *wanted, "--force").returncode == 0


def test_a_page_that_cannot_be_had_is_not_kept(data: Path, tmp_path: Path, food21: StandIn) -> None:
    gone = (
        "record",
        "food21",
        "https://wap.21food.cn/gone.html",
        "--base",
        food21.base,
        "--to",
        str(tmp_path / "kept"),
    )
    refused = flask(data, *gone)
    assert refused.returncode == 2 and "没有取到：网页不存在" in refused.stderr
    assert not (tmp_path / "kept").exists()


def test_a_night_without_anything_published_is_told(data: Path, food21: StandIn) -> None:
    flask(data, "sources", "alarm", "add", "王站长", "--webhook", "https://robot.invalid/send?key=abc")
    food21.routes.clear()
    ran = flask(data, "night", "food21", "--base", food21.base)
    assert ran.returncode == 1 and "王站长 was not told of food21" in ran.stderr and "abc" not in ran.stderr
