"""The commands, as processes of their own on a prepared installation."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MOMENT = "2026-11-24T10:00:00+08:00"
HEAD = "date,market,region,commodity,variety,grade,low,high,average,unit,source\n"
ROW = "2026-11-24,桃源县农贸市场,桃源县,包菜,,,1.0,1.6,1.3,元/斤,测试来源\n"


def flask(data: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    environ = {**kept, "DATA_DIR": str(data), "CLOCK": MOMENT, "PYTHONUTF8": "1", **variables}
    command = [sys.executable, "-m", "flask", *arguments]
    return subprocess.run(command, check=False, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=100)


def test_ask_prints_the_reply_and_remembers_the_talk(data: Path) -> None:
    first = flask(data, "ask", "白菜多少钱", "--sender", "li")
    assert first.returncode == 0 and "【白菜】" in first.stdout
    second = json.loads(flask(data, "ask", "那萝卜呢", "--sender", "li", "--json").stdout)
    assert second["intent"] == "ask_price"
    assert {"entity": "commodity", "value": "白萝卜"} in second["entities"] or "萝卜" in second["text"]
    assert second["rests_on"][0]["table"] == "quote"


def test_import_goes_in_and_is_answered_from_at_once(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text(HEAD + ROW, encoding="utf-8")
    done = flask(data, "import", "prices", str(file), "--json")
    assert (done.returncode, json.loads(done.stdout)["new"]) == (0, 1)
    assert "1.30元/斤" in flask(data, "ask", "包菜多少钱").stdout


def test_a_refused_import_exits_with_2_and_one_clear_line_per_fault(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text(HEAD + ROW.replace("1.3,", "一块三,"), encoding="utf-8")
    refused = flask(data, "import", "prices", str(file))
    assert refused.returncode == 2
    assert "p.csv 第 2 行「average」" in refused.stderr and "Traceback" not in refused.stderr


def test_a_missing_file_is_named(data: Path) -> None:
    refused = flask(data, "import", "prices", "/nowhere/p.csv")
    assert refused.returncode == 2 and "没有这个文件" in refused.stderr


def test_questions_lists_what_waits_and_takes_an_answer(data: Path) -> None:
    flask(data, "ask", "火龙果树流胶还掉皮咋搞", "--sender", "wang")
    number = flask(data, "questions").stdout.split("\t")[0]
    assert number.isdigit() and flask(data, "questions", "answer", number, "请技术员上门看。").returncode == 0
    assert "请技术员上门看" in flask(data, "ask", "你好", "--sender", "wang").stdout


def test_search_batch_prints_one_line_for_each_query_on_stdout_alone(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"query": "柑橘黄龙病"}\n\n{"query": "，"}\n', encoding="utf-8")
    lines = [json.loads(line) for line in flask(data, "search", "--batch", str(file)).stdout.splitlines()]
    assert [line["query"] for line in lines] == ["柑橘黄龙病", "，"]
    assert "黄龙病" in lines[0]["ranked"][0] and lines[1]["ranked"] == []


def test_a_broken_batch_line_is_named(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"query": "柑橘"}\n{"q": 1}\n', encoding="utf-8")
    refused = flask(data, "search", "--batch", str(file))
    assert refused.returncode == 2 and "第 2 行" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("HOME_REGION", "桃源"),
        ("CLOCK", "yesterday"),
        ("DATABASE_URL", "mysql://x"),
        ("REDIS_URL", "http://x"),
        ("WECHAT_TOKEN", ""),
        ("WECHAT_AES_KEY", "short"),
        ("WECHAT_ALERT_TEMPLATE", "T:thing1:amount2"),
        ("STARTER", "yes"),
        ("FLOOD_LIMIT", "-1"),
        ("WECHAT_MODE", "open"),
    ],
)
def test_a_wrong_setting_stops_the_start_naming_itself(tmp_path: Path, name: str, value: str) -> None:
    refused = flask(tmp_path, "setup", **{name: value})
    assert refused.returncode == 2
    assert refused.stderr.startswith(name) and len(refused.stderr.strip().splitlines()) == 1


def test_a_damaged_store_stops_the_start_with_what_to_do(data: Path) -> None:
    store = data / "tianxun.sqlite"
    store.write_bytes(b"SQLite format 3\x00" + b"\x07" * 9000)
    refused = flask(data, "setup")
    assert refused.returncode == 2 and "restore" in refused.stderr and "Traceback" not in refused.stderr


def test_a_damaged_model_is_trained_anew(data: Path) -> None:
    (data / "model.npz").write_bytes(b"nothing")
    assert "【白菜】" in flask(data, "ask", "白菜多少钱").stdout


def test_a_word_that_means_something_is_refused_as_an_alias_in_one_line(data: Path) -> None:
    for word, meaning in (("多少", "--weak"), ("洋芋", "品种「土豆」")):
        refused = flask(data, "alias", "add", "品种", "包菜", word)
        assert (refused.returncode, len(refused.stderr.strip().splitlines())) == (2, 1) and meaning in refused.stderr
    assert flask(data, "alias", "add", "品种", "包菜", "多少", "--weak").returncode == 0


def test_a_label_is_kept_masked_and_its_learning_is_shown(data: Path, tmp_path: Path) -> None:
    marks = ("--entities", "[包菜](commodity)")
    assert flask(data, "label", "add", "包菜好多钱 13912345678", "ask_price", *marks).returncode == 0
    number, intent, state, text = flask(data, "label", "list").stdout.strip().split("\t")
    assert (intent, state, text) == ("ask_price", "还没学", "[包菜](commodity)好多钱 139****5678")
    assert flask(data, "label", "export", str(tmp_path / "l.yml")).returncode == 0
    assert flask(data, "label", "remove", number).returncode == 0
    assert "新增 1 句" in flask(data, "label", "import", str(tmp_path / "l.yml")).stdout
    (tmp_path / "l.yml").write_text("nlu:\n- intent: greet\n", encoding="utf-8")
    refused = flask(data, "label", "import", str(tmp_path / "l.yml"))
    assert refused.returncode == 2 and refused.stderr.startswith("l.yml 第 2 行")


def test_without_anything_new_training_says_so_and_there_is_nothing_to_go_back_to(data: Path) -> None:
    assert "没有新东西要学" in flask(data, "train").stdout
    refused = flask(data, "train", "--back")
    assert refused.returncode == 2 and len(refused.stderr.strip().splitlines()) == 1


def test_an_upgrade_brings_a_filled_store_the_names_that_it_has_not(data: Path) -> None:
    with closing(sqlite3.connect(data / "tianxun.sqlite")) as store:
        store.execute("UPDATE account SET starter_hash = ''")
        store.execute("DELETE FROM commodity_alias WHERE name = '洋芋'")
        store.commit()
        assert flask(data, "db", "upgrade").returncode == 0
        assert store.execute("SELECT count(*) FROM commodity_alias WHERE name = '洋芋'").fetchone() == (1,)


def test_every_command_has_help(data: Path) -> None:
    for command in (
        "ask",
        "import",
        "search",
        "questions",
        "db",
        "setup",
        "serve",
        "worker",
        "alias",
        "label",
        "train",
        "checksum",
        "backup",
        "restore",
    ):
        shown = flask(data, command, "--help")
        assert shown.returncode == 0 and len(shown.stdout) > 60, command


def test_words_of_the_same_meaning_are_added_listed_refused_and_taken_out(data: Path) -> None:
    assert "打标枪" in flask(data, "synonyms", "add", "腹泻", "打标枪").stdout
    assert "打标枪+" in flask(data, "synonyms", "list", "打标枪").stdout
    refused = flask(data, "synonyms", "add", "腹泻", "打标枪")
    assert refused.returncode == 2 and "不用再加" in refused.stderr
    assert flask(data, "synonyms", "remove", "腹泻", "打标枪").returncode == 0
    assert flask(data, "synonyms", "list", "打标枪").returncode == 2
