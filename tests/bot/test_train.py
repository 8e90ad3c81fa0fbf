"""Training on what staff teach: a worse model stays out, the one before can be had back, running processes follow."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import labelling, service, teaching
from bot.model_shelf import Shelf
from bot.nlu import training
from bot.nlu.model import Model, NoModel, load, save
from bot.nlu.renewed import Renewed
from bot.nlu.trial import Figures
from bot.nlu.understand import Understands
from knowledge import catalogue, labels
from knowledge.db import Store
from knowledge.settings import Settings
from tests.bot.installation import Installation, until
from tests.conftest import HOME, NOW, TODAY

CROPS = [
    "白菜",
    "包菜",
    "萝卜",
    "辣椒",
    "茄子",
    "黄瓜",
    "丝瓜",
    "南瓜",
    "冬瓜",
    "土豆",
    "红薯",
    "玉米",
    "大豆",
    "花生",
    "油菜",
    "柑橘",
    "西瓜",
    "葡萄",
    "桃子",
    "梨",
    "猪",
    "牛",
    "羊",
    "鸡",
    "鸭",
    "鹅",
]
_CROP = re.compile(r"\[[^\]]+\]\(commodity\)")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Training files of four intents, which are learned in a moment."""
    folder = tmp_path / "training"
    folder.mkdir()
    for intent in ("ask_price", "ask_weather", "ask_technique", "greet"):
        lines = (training.FOLDER / f"{intent}.yml").read_text(encoding="utf-8").splitlines()[:160]
        (folder / f"{intent}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(training, "FOLDER", folder)
    return folder


@pytest.fixture
def chosen(small: Path, sqlite_store: Store, tmp_path: Path) -> Settings:
    """A prepared installation that has learned from the small files."""
    found = Settings(data_dir=tmp_path, home_region=HOME)
    service.prepare(found)
    return found


def teach(store: Store, intent: str, *said: str) -> None:
    with store.writing() as session:
        for text in said:
            labels.add(session, labelling.label(text, intent), NOW)


def wrong() -> list[str]:
    """Every way to ask a price, with other crops, as somebody would label it who takes it for the weather."""
    asked = (sentence.annotated for sentence in training.read_sentences() if sentence.intent == "ask_price")
    return [_CROP.sub(crop, annotated) for annotated in asked for crop in ("毛豆", "苋菜", "芋头", "韭菜")]


def renewed(shelf: Shelf) -> Renewed:
    return Renewed(shelf.stamp, lambda: load(shelf.now), look_seconds=0)


def reads(store: Store, understander: Understands) -> Callable[[str], str]:
    with store.reading() as session:
        names = catalogue.current(session)
    return lambda text: understander.understand(text, names, TODAY).intent


def test_what_staff_teach_is_learned_and_every_running_process_follows(chosen: Settings, sqlite_store: Store) -> None:
    shelf = Shelf(chosen.data_dir)
    one, other = (reads(sqlite_store, renewed(shelf)) for _ in range(2))
    assert one("晒得谷不") == other("晒得谷不") != "ask_weather"
    teach(sqlite_store, "ask_weather", "晒得谷不", "明天晒得谷不", "今天晒得谷啵", "后天晒得谷吗")
    outcome = service.retrain(chosen, force=False)
    assert outcome is not None and outcome.model
    assert one("晒得谷不") == other("晒得谷不") == "ask_weather"
    service.model_before(chosen)
    assert one("晒得谷不") == other("晒得谷不") != "ask_weather"


def test_a_model_that_reads_worse_stays_out_unless_it_is_forced_in(chosen: Settings, sqlite_store: Store) -> None:
    shelf = Shelf(chosen.data_dir)
    before = shelf.now.read_bytes()
    teach(sqlite_store, "ask_weather", *wrong())
    outcome = service.retrain(chosen, force=False)
    assert outcome is not None and outcome.model is None and outcome.files.is_worse
    assert shelf.now.read_bytes() == before
    outcome = service.retrain(chosen, force=True)
    assert outcome is not None and outcome.model and shelf.now.read_bytes() != before
    service.model_before(chosen)
    assert shelf.now.read_bytes() == before


def test_a_message_that_staff_labelled_means_that_whatever_speaks_against_it(
    chosen: Settings, sqlite_store: Store
) -> None:
    understands = reads(sqlite_store, renewed(Shelf(chosen.data_dir)))
    assert understands("有冇得搞头？") != "ask_price"
    teach(sqlite_store, "ask_price", "有冇得搞头")
    teach(sqlite_store, "greet", "更多")
    service.retrain(chosen, force=True)
    assert [understands(text) for text in ("有冇得搞头？", "更多")] == ["ask_price", "more"]


def test_with_nothing_new_to_learn_the_model_stays(chosen: Settings) -> None:
    stamp = Shelf(chosen.data_dir).stamp()
    assert service.retrain(chosen, force=True) is None
    assert Shelf(chosen.data_dir).stamp() == stamp


def test_what_staff_say_of_a_sentence_of_the_files_counts(small: Path) -> None:
    first = training.read_examples()[0]
    found = teaching.lessons([training.Example(first.text, "greet"), training.Example("打霜啦", "ask_weather")])
    assert found.files[0].intent == "greet" and len(found.files) == len(training.read_examples())
    assert [example.text for example in found.added] == ["打霜啦"]


def test_with_no_model_before_going_back_changes_nothing(chosen: Settings) -> None:
    stamp = Shelf(chosen.data_dir).stamp()
    with pytest.raises(service.NotReady, match="没有能用的上一个模型"):
        service.model_before(chosen)
    assert Shelf(chosen.data_dir).stamp() == stamp


def test_a_model_of_other_training_files_is_not_gone_back_to(chosen: Settings, small: Path) -> None:
    shelf = Shelf(chosen.data_dir)
    save(load(shelf.now), shelf.before)
    with (small / "greet.yml").open("a", encoding="utf-8") as file:
        file.write("    - 老表你好哇\n")
    with pytest.raises(service.NotReady, match="trained from other files"):
        service.model_before(chosen)


def test_new_training_files_are_learned_at_the_start_with_the_messages_that_were_known(
    chosen: Settings, small: Path, sqlite_store: Store
) -> None:
    teach(sqlite_store, "ask_weather", "晒得谷不")
    service.retrain(chosen, force=False)
    teach(sqlite_store, "ask_weather", *wrong())
    with (small / "greet.yml").open("a", encoding="utf-8") as file:
        file.write("    - 老表你好哇\n")
    service.prepare(chosen)
    known = dict(load(Shelf(chosen.data_dir).now).examples)
    assert known["老表你好哇"] == "greet" and known["晒得谷不"] == "ask_weather"
    assert not set(wrong()) & set(known)


def test_a_broken_training_file_stops_the_start_with_its_line(chosen: Settings, small: Path) -> None:
    lines = len((small / "greet.yml").read_text(encoding="utf-8").splitlines())
    with (small / "greet.yml").open("a", encoding="utf-8") as file:
        file.write("    老表你好哇\n")
    with pytest.raises(service.NotReady, match=rf"greet.yml 第 {lines + 1} 行：.*老表你好哇"):
        service.prepare(chosen)


def damages(whole: bytes) -> dict[str, bytes]:
    middle = len(whole) // 2
    return {
        "empty": b"",
        "no model": b"nothing",
        "cut off": whole[:middle],
        "one byte": whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :],
    }


@pytest.mark.parametrize("damage", damages(b"--"))
def test_a_damaged_model_is_said_once_and_the_one_before_stays_in_use(
    chosen: Settings, sqlite_store: Store, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    shelf = Shelf(chosen.data_dir)
    whole = shelf.now.read_bytes()
    understands = reads(sqlite_store, renewed(shelf))
    shelf.now.write_bytes(damages(whole)[damage])
    with pytest.raises(NoModel):
        load(shelf.now)
    with caplog.at_level(logging.WARNING):
        assert [understands(text) for text in ("白菜多少钱", "萝卜多少钱")] == ["ask_price", "ask_price"]
    assert [record.levelname for record in caplog.records] == ["WARNING"] and not caplog.records[0].exc_info
    service.prepare(chosen)
    assert load(shelf.now).examples and understands("白菜多少钱") == "ask_price"


def test_parts_of_a_model_that_do_not_fit_one_another_are_no_model(chosen: Settings, tmp_path: Path) -> None:
    model = load(Shelf(chosen.data_dir).now)
    half = model.classifier.weights[: len(model.classifier.weights) // 2]
    classifier = type(model.classifier)(
        model.classifier.intents, model.classifier.vocabulary, half, model.classifier.bias
    )
    save(Model(classifier, model.language, "", ()), tmp_path / "half.npz")
    with pytest.raises(NoModel, match="do not fit"):
        load(tmp_path / "half.npz")


@pytest.mark.parametrize(
    ("lost", "won", "worse"), [(0, 0, False), (2, 0, False), (3, 0, True), (12, 10, False), (20, 10, True)]
)
def test_worse_is_what_chance_does_not_explain(lost: int, won: int, worse: bool) -> None:
    assert Figures(100, 50, 50 + won - lost, lost, won).is_worse is worse


@pytest.mark.timeout(300)
def test_a_running_web_takes_up_an_alias_and_a_new_model(embedded: Installation) -> None:
    embedded.start_web()
    assert "包菜" not in embedded.push("莲花坨好多钱", 1)
    assert "已加" in embedded.flask("alias", "add", "品种", "包菜", "莲花坨")
    assert "莲花坨" in embedded.flask("alias", "list", "品种", "包菜")
    assert "包菜" in embedded.push("莲花坨好多钱", 2)
    examples = tuple(training.Example(f"{crop}好多钱", "thanks") for crop in (*CROPS, "莲花坨"))
    model = teaching.model_of(embedded.store, teaching.Lessons(examples))
    Shelf(embedded.data).put(model)
    number = iter(range(3, 10_000))
    until(lambda: "包菜" not in embedded.push("莲花坨好多钱", next(number)), "the new model's use")
