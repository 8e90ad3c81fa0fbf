"""The commands around sources, as processes of their own on a prepared installation."""

from pathlib import Path

import pytest

from tests.bot.test_cli import flask


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
