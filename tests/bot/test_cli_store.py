"""The commands for the store as a whole, as processes of their own."""

import sqlite3
from pathlib import Path

from knowledge import backup
from tests.bot.test_cli import HEAD, ROW, flask


def total(data: Path, *options: str) -> str:
    shown = flask(data, "checksum", *options)
    assert shown.returncode == 0, shown.stderr
    return shown.stdout.splitlines()[-1]


def test_a_store_is_moved_with_all_that_it_holds(data: Path, tmp_path: Path) -> None:
    flask(data, "ask", "火龙果树流胶还掉皮咋搞", "--sender", "wang")
    done = flask(data, "backup", str(tmp_path / "b.tianxun"))
    assert done.returncode == 0 and "已备份" in done.stdout
    assert "quote: " in done.stderr and str(data / "secret_key") in done.stderr
    elsewhere = tmp_path / "elsewhere"
    moved = flask(elsewhere, "restore", str(tmp_path / "b.tianxun"))
    assert moved.returncode == 0 and "钥匙和备份时的不一样" in moved.stderr
    assert not (elsewhere / "secret_key").exists()
    assert total(elsewhere, "--all") == total(data, "--all") != total(data)
    (elsewhere / "secret_key").write_text((data / "secret_key").read_text())
    again = flask(elsewhere, "restore", "--force", str(tmp_path / "b.tianxun"))
    assert again.returncode == 0 and "钥匙" not in again.stderr


def test_the_checksum_names_each_table_and_then_all(data: Path, tmp_path: Path) -> None:
    lines = [line.split("  ") for line in flask(data, "checksum").stdout.splitlines()]
    assert all(len(sha256) == 64 and rows.isdigit() for sha256, _table, rows in lines)
    assert "quote" in [table for _, table, _ in lines] and lines[-1][1] == "total"
    (tmp_path / "p.csv").write_text(HEAD + ROW, encoding="utf-8")
    flask(data, "import", "prices", str(tmp_path / "p.csv"))
    assert total(data) != "  ".join(lines[-1])


def test_what_is_refused_exits_with_2_in_one_line_and_changes_nothing(data: Path, tmp_path: Path) -> None:
    file, before = tmp_path / "b.tianxun", total(data, "--all")
    flask(data, "backup", str(file))
    cut = tmp_path / "cut.tianxun"
    cut.write_bytes(file.read_bytes()[:-1])
    for arguments in (
        ("restore", str(file)),
        ("restore", "--force", str(cut)),
        ("restore", "--force", str(data / "tianxun.sqlite")),
        ("restore", "--force", str(tmp_path / "none")),
        ("backup", str(data / "tianxun.sqlite")),
    ):
        refused = flask(data, *arguments)
        assert refused.returncode == 2 and len(refused.stderr.strip().splitlines()) == 1, arguments
    assert total(data, "--all") == before


def test_where_there_is_no_store_none_is_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for arguments in (("checksum",), ("backup", str(tmp_path / "b"))):
        refused = flask(tmp_path / "empty", *arguments)
        assert refused.returncode == 2 and len(refused.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "empty" / "tianxun.sqlite").exists()


def test_a_damaged_store_is_neither_backed_up_nor_restored_into(data: Path, tmp_path: Path) -> None:
    flask(data, "backup", str(tmp_path / "b"))
    (data / "tianxun.sqlite").write_bytes(b"SQLite format 3\x00" + b"\x07" * 9000)
    for arguments in (("restore", "--force", str(tmp_path / "b")), ("backup", str(tmp_path / "c"))):
        refused = flask(data, *arguments)
        assert refused.returncode == 2 and "移到别处" in refused.stderr
    (data / "tianxun.sqlite").unlink()
    assert flask(data, "restore", str(tmp_path / "b")).returncode == 0


def test_a_store_is_backed_up_before_it_is_migrated(data: Path) -> None:
    before = total(data, "--all")
    assert flask(data, "db", "downgrade", "0005").returncode == 0
    done = flask(data, "setup")
    (kept,) = (data / "backups").iterdir()
    assert done.returncode == 0 and str(kept) in done.stderr
    with backup.opened(kept) as found:
        assert found.header.revision == "0005"
    assert total(data, "--all") == before
    assert flask(data, "setup").stderr == "" and len(list((data / "backups").iterdir())) == 1


def test_a_store_that_cannot_be_backed_up_is_not_migrated(data: Path) -> None:
    flask(data, "db", "downgrade", "0005")
    (data / "backups").write_text("in the way")
    refused = flask(data, "setup")
    assert refused.returncode == 2 and "not migrated" in refused.stderr
    with sqlite3.connect(data / "tianxun.sqlite") as store:
        assert store.execute("SELECT version_num FROM alembic_version").fetchone() == ("0005",)
    store.close()
