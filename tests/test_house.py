"""The rules of the house: imports run down, each outside library has one home, nothing speaks out of turn."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("knowledge", "actions", "bot", "web", "webhook")
MAY_IMPORT = {
    "knowledge": {"knowledge"},
    "actions": {"actions", "knowledge"},
    "bot": {"bot", "actions", "knowledge"},
    "web": {"web", "actions", "knowledge"},
    "webhook": {"bot", "web", "knowledge"},
}
HOMES = {
    "flask": {"webhook.py", "bot/cli*.py", "bot/channels/*", "web/*"},
    "rasa_sdk": {"actions/base.py", "bot/dispatch.py"},
    "sqlalchemy": {"knowledge/*", "actions/*"},
    "alembic": {"knowledge/migrate.py", "knowledge/migrations/*"},
    "redis": {"bot/state/redis_state.py"},
    "huey": {"bot/jobs.py"},
    "numpy": {"bot/nlu/classifier.py", "bot/nlu/model.py", "bot/nlu/training.py"},
    "ahocorasick": {"bot/nlu/gazetteer.py", "knowledge/guard.py"},
    "lunar_python": {"bot/nlu/lunar.py"},
    "opencc": {"knowledge/text.py"},
    "cryptography": {"knowledge/vault.py", "bot/channels/wechat_crypto.py"},
    "defusedxml": {"bot/channels/wechat_xml.py"},
    "prometheus_client": {"bot/channels/operations.py"},
    "requests": {"bot/channels/wechat_api.py", "knowledge/fetch/*"},
    "urllib3": {"knowledge/fetch/*"},
    "protego": {"knowledge/fetch/robots.py"},
    "bs4": {"knowledge/sources/*"},
    "soupsieve": {"knowledge/sources/*"},
    "readability": {"knowledge/sources/*"},
    "feedparser": {"knowledge/sources/*"},
    "python_calamine": {"knowledge/documents/cells.py"},
    "mammoth": {"knowledge/documents/word_reader.py"},
    "nh3": {"knowledge/documents/word_reader.py"},
    "openpyxl": {"knowledge/documents/written.py"},
    "PIL": {"knowledge/charts/picture.py"},
    "flask_wtf": {"web/console/*"},
    "wtforms": {"web/console/*"},
    "segno": {"web/console/door.py", "web/public/qr.py"},
    "pyotp": {"knowledge/staff/second_factor.py"},
    "zxcvbn": {"knowledge/staff/passwords.py"},
}
INTENT_FREE = {
    "accused",
    "alerts",
    "as_sent",
    "asked_on",
    "base",
    "contacts",
    "doubt",
    "epidemic",
    "examples",
    "fit",
    "goods_posts",
    "job_posts",
    "menu",
    "passages",
    "posting",
    "price_curve",
    "quotes",
    "safety",
    "shapes",
    "side_by_side",
    "subscriptions",
    "trade_posts",
    "trends",
    "wants",
    "wording",
}


def sources() -> list[Path]:
    return [ROOT / "webhook.py", *(p for room in ROOMS[:4] for p in sorted((ROOT / room).rglob("*.py")))]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_from_its_own_room_and_those_below(path: Path) -> None:
    ours = {name.split(".")[0] for name in imported(path)} & set(ROOMS)
    assert ours <= MAY_IMPORT[room_of(path)]


@pytest.mark.parametrize("library", HOMES)
def test_an_outside_library_is_imported_in_its_home_alone(library: str) -> None:
    users = {str(p.relative_to(ROOT)) for p in sources() if library in {name.split(".")[0] for name in imported(p)}}
    strangers = {
        user for user in users if not any(Path(user).match(home) or _below(user, home) for home in HOMES[library])
    }
    assert not strangers


def _below(user: str, home: str) -> bool:
    return home.endswith("/*") and user.startswith(home.removesuffix("*"))


def test_answers_do_not_import_one_another() -> None:
    for path in sorted((ROOT / "actions").glob("*.py")):
        others = {name.split(".")[1] for name in imported(path) if name.startswith("actions.")}
        assert others <= INTENT_FREE, path.name


def test_only_settings_reads_the_environment_and_only_clock_the_time() -> None:
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.name != "settings.py":
            assert "os.environ" not in text and "getenv" not in text, path
        if path.name != "clock.py":
            assert "datetime.now" not in text and "time.time" not in text and "date.today" not in text, path


def test_every_intent_has_an_answer_and_a_training_file() -> None:
    answers = {p.stem for p in (ROOT / "actions").glob("*.py")} - INTENT_FREE - {"__init__"}
    trained = {p.stem for p in (ROOT / "bot" / "training").glob("*.yml")}
    assert answers == trained


def test_no_source_file_outgrows_a_reader() -> None:
    long = {str(p.relative_to(ROOT)): n for p in sources() if (n := len(p.read_text().splitlines())) > 260}
    assert not {name for name in long if "migrations/versions" not in name}
