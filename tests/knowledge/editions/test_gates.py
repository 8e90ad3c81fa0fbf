"""What may not be kept, and what may not be published."""

from typing import Any

import pytest
from sqlalchemy import select

from knowledge import catalogue
from knowledge.db import Store
from knowledge.editions import fields, likeness, personal, publishing, review
from knowledge.editions.fields import Unfit
from knowledge.models.article import Article
from knowledge.models.edition import Edition
from knowledge.staff.access import Actor
from tests.conftest import NOW, TODAY
from tests.knowledge.editions.conftest import NOTICE, TYPED, Write

People = dict[str, Actor]
CARD, LUHN, IDENTITY, PHONE = "6222 0000 1234 5678 123", "4000000000000002", "430725198001010011", "13900001234"


@pytest.mark.parametrize(
    "text", [f"卡号{CARD}。", LUHN, f"身份证{IDENTITY}", "43072519800101001X", "４３０７２５１９８００１０１００１１"]
)
def test_numbers_of_cards_stop_it(text: str) -> None:
    assert personal.stops(text)


@pytest.mark.parametrize(
    "text", ["文号湘农发〔2026〕15号", "2026-11-20至2027-01-31", "430725199913010011", "1234567890123456"]
)
def test_other_numbers_do_not(text: str) -> None:
    assert not personal.stops(text)


@pytest.mark.parametrize("written", [PHONE, "139 0000 1234", "139-0000-1234", "１３９００００１２３４"])
def test_a_mobile_phone_is_found_and_masked(written: str) -> None:
    assert personal.phones(f"找老李{written}问") == ["139****1234"]
    assert personal.masked(f"找老李{written}问") == "找老李139****1234问"
    assert personal.masked("每亩１３９公斤") == "每亩１３９公斤"


def test_a_number_is_published_masked_unless_it_is_an_office_s(store: Store, staff: People, write: Write) -> None:
    shown = {}
    for ticked in ("", "y"):
        number = write(title=f"魔芋病{ticked}", body=f"打{PHONE}问。", office_phone=ticked)
        with store.writing() as session:
            seen = review.submit(session, staff["writer"], number, NOW).revision
            review.sign(session, staff["township_a"], number, seen, NOW)
            shown[ticked] = session.get_one(Article, session.get_one(Edition, number).row_id).body
    assert shown == {"": "打139****1234问。", "y": f"打{PHONE}问。"}


@pytest.mark.parametrize(("body", "is_office"), [("没有号码。", False), (f"打{PHONE}问。", True)])
def test_only_an_imported_number_counts_as_an_office_s(store: Store, body: str, is_office: bool) -> None:
    with store.reading() as session:
        row = session.scalars(select(Article).limit(1)).one()
        session.expunge(row)
    row.body = body
    assert fields.of_row("article", row)["office_phone"] == is_office


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("article", {"title": " "}, "title"),
        ("article", {"date": "2026-13-40"}, "date"),
        ("article", {"region": ""}, "region"),
        ("article", {"region": "430725101000"}, "region"),
        ("article", {"region": "9"}, "region"),
        ("article", {"body": "字" * 20_001}, "body"),
        ("article", {"body": f"卡号{LUHN}"}, "body"),
        ("article", {"valid_to": "2026-11-19"}, "valid_to"),
        ("notice", {"publisher": ""}, "publisher"),
    ],
)
def test_what_cannot_be_kept(store: Store, staff: People, kind: str, typed: dict[str, str], field: str) -> None:
    whole = (TYPED if kind == "article" else NOTICE) | typed
    with store.reading() as session, pytest.raises(Unfit) as unfit:
        fields.checked(kind, whole, staff["writer"], catalogue.current(session))
    assert unfit.value.field == field


@pytest.mark.parametrize(
    ("kind", "typed", "reason"),
    [
        ("article", {"body": "每亩用甲胺磷100毫升喷雾。"}, "农业部公告第322号"),
        ("article", {"date": "2026-11-25"}, "今天之后"),
        ("article", {"source": "编者整理，未经审核"}, "还写着"),
        ("article", {"valid_to": "2026-11-23"}, "有效期"),
        ("notice", {"category": "政策", "valid_from": "2026-11-20"}, "文号"),
        ("notice", {"category": "政策", "document_no": "桃农〔2026〕1号"}, "从哪天起"),
    ],
)
def test_what_cannot_be_published(
    store: Store, staff: People, write: Write, kind: str, typed: dict[str, Any], reason: str
) -> None:
    number = write(kind=kind, **typed)
    with store.writing() as session, pytest.raises(Unfit, match=reason):
        review.submit(session, staff["writer"], number, NOW)


def test_a_warning_of_a_banned_pesticide_may_be_published(store: Store, staff: People) -> None:
    with store.reading() as session:
        said = fields.checked(
            "article", TYPED | {"body": "甲胺磷是禁用农药，不能用。"}, staff["writer"], catalogue.current(session)
        )
        publishing.refuse_unfit(session, "article", said, TODAY)


def test_what_is_much_like_another_is_shown(store: Store, staff: People) -> None:
    with store.reading() as session:
        row = session.scalars(select(Article).where(Article.status == "published").order_by(Article.id)).first()
        assert row is not None
        said = fields.of_row("article", row)
        assert likeness.near(session, "article", said | {"title": "完全另一个"}, None)[0].row_id == row.id
        titled = likeness.near(session, "article", said | {"title": f" {row.title}！", "body": "别的。"}, None)
        assert titled[0].row_id == row.id and titled[0].same_title
        assert row.id not in {each.row_id for each in likeness.near(session, "article", said, row.id)}
        own = fields.checked("article", TYPED, staff["writer"], catalogue.current(session))
        assert not likeness.near(session, "article", own, None)


def test_the_same_title_of_one_source_is_there_once(write: Write) -> None:
    write()
    with pytest.raises(Unfit, match="已经有标题"):
        write()
