"""《热点聚焦》: what is hot, what may be quoted, and numbers that a person gives."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge.db import Store
from knowledge.models.audit import AuditEntry
from knowledge.models.report import Report
from knowledge.refusal import Refused
from knowledge.reports import hot, nameless
from knowledge.staff.access import NotHere
from tests.conftest import NOW
from tests.knowledge.reports.filed import TOWNSHIP_A, TOWNSHIP_B, filed, member

LAMPS = (
    "村里路灯坏了没人修",
    "我们村路灯坏了没人来修",
    "村里的路灯坏了没人修",
    "路灯坏了好久没人修",
    "村里路灯坏了，没人修",
)


def hottest(store: Store) -> hot.Cluster:
    with store.reading() as session:
        return hot.clusters(NOW, session.scalars(select(Report).order_by(Report.id)).all())[0]


@pytest.mark.parametrize(
    ("lately", "before", "is_hot"),
    [(5, 5, True), (4, 2, False), (3, 1, True), (4, 1, True), (3, 0, True), (2, 0, False), (4, 4, False)],
)
def test_five_people_are_many_and_three_times_the_month_before_too(
    sqlite_store: Store, lately: int, before: int, is_hot: bool
) -> None:
    for number in range(before):
        filed(sqlite_store, LAMPS[number], now=NOW - timedelta(days=40))
    for number in range(lately):
        filed(sqlite_store, LAMPS[number])
    found = hottest(sqlite_store)
    assert (found.people, found.before, found.is_hot) == (lately, before, is_hot)


def test_one_person_who_says_it_five_times_is_one(sqlite_store: Store) -> None:
    for words in LAMPS:
        filed(sqlite_store, words, who="甲")
    assert hottest(sqlite_store).people == 1


def test_what_staff_joined_is_one_matter_in_whatever_words(sqlite_store: Store) -> None:
    first, second = filed(sqlite_store), filed(sqlite_store, "晚上黑咕隆咚看不见路")
    with sqlite_store.writing() as session:
        session.get_one(Report, second).joined_to = first
    assert hottest(sqlite_store).people == 2


def test_other_matters_stand_apart(sqlite_store: Store) -> None:
    for words in ("村里路灯坏了没人修", "化肥斤两不够一包少十斤", "补贴没发到我手上"):
        filed(sqlite_store, words)
    assert hottest(sqlite_store).people == 1


def test_a_draft_says_how_many_where_whose_and_quotes_without_names(store: Store) -> None:
    county = member(store, "县")
    for number, words in enumerate(LAMPS):
        said = f"{words}，我是王建国，找过李书记，13800001234" if number == 0 else words
        filed(store, said, TOWNSHIP_A if number < 3 else TOWNSHIP_B)
    filed(store, LAMPS[0], test=True)
    with store.writing() as session:
        body = hot.draft(session, county, NOW).body
    assert body.startswith("1. 5 人反映（上个 30 天 0 人）：村里路灯坏了没人修")
    assert "地方：桃源县漆河镇 3 件、桃源县陬市镇 2 件" in body
    assert "承办：陬市镇人民政府、漆河镇人民政府；在办 5 件" in body and body.count("原话：") == 3
    for named in ("王建国", "李书记", "13800001234"):
        assert named not in body


def test_nothing_hot_makes_no_draft(sqlite_store: Store) -> None:
    county = member(sqlite_store, "县")
    filed(sqlite_store)
    with sqlite_store.writing() as session, pytest.raises(Refused, match="没有 5 人以上"):
        hot.draft(session, county, NOW)


def test_numbers_are_given_in_order_within_the_year_when_a_person_releases(store: Store) -> None:
    county = member(store, "县")
    for words in LAMPS:
        filed(store, words)
    with store.writing() as session:
        first, second = (hot.draft(session, county, NOW + timedelta(seconds=n)).id for n in (0, 1))
    numbers = []
    for draft, now in ((second, NOW), (first, NOW + timedelta(days=1))):
        with store.writing() as session:
            issue = hot.release(session, county, draft, "改过的正文", now)
            numbers.append((issue.year, issue.number, issue.body))
    assert numbers == [(2026, 1, "改过的正文"), (2026, 2, "改过的正文")]
    with store.writing() as session, pytest.raises(Refused, match="已经发出"):
        hot.release(session, county, first, "再改", NOW)
    with store.reading() as session:
        assert list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))) == ["起草"] * 2 + ["发出"] * 2


def test_only_the_county_has_issues(sqlite_store: Store) -> None:
    township = member(sqlite_store, "镇", "township", TOWNSHIP_A)
    with sqlite_store.writing() as session, pytest.raises(NotHere):
        hot.draft(session, township, NOW)
    with sqlite_store.reading() as session, pytest.raises(NotHere):
        hot.issues(session, township)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("我是王建国，路灯坏了", "我是某某，路灯坏了"),
        ("找过李书记不理", "找过某书记不理"),
        ("张老板欠我工钱", "某老板欠我工钱"),
        ("欧阳主任说不管", "某主任说不管"),
        ("刘建军村长占地", "某村长占地"),
        ("联系人：陈小红 13800001234", "联系人：某某 138****1234"),
        ("我叫周群，家住群英村", "我叫某某，家住群英村"),
        ("我是种粮大户，补贴没到", "我是种粮大户，补贴没到"),
        ("石灰厂的灰落在田里", "石灰厂的灰落在田里"),
        ("村里路灯坏了没人修", "村里路灯坏了没人修"),
        ("黄豆被水淹了", "黄豆被水淹了"),
        ("身份证430725199001011234", "身份证****"),
    ],
)
def test_names_that_a_rule_can_tell_are_not_quoted(text: str, quoted: str) -> None:
    assert nameless.quoted(text) == quoted
