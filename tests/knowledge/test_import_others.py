"""Files of jobs, trade posts, notices and articles."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge import search
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.report import ImportRefused
from knowledge.imports.run import import_path
from knowledge.models.article import Article
from knowledge.models.job import Job
from knowledge.models.notice import Notice
from knowledge.models.trade import TradePost

JOBS = "title,employer,place,wage_low,wage_high,wage_unit,headcount,contact,phone,posted,expires,description,source\n"
JOB = "采茶工,示例茶场,茶庵铺镇,120,150,元/天,20,小张,139****1234,2026-11-20,2026-12-20,包午饭,测试来源\n"
TRADES = "kind,commodity,quantity,unit,price,price_unit,place,contact,phone,posted,expires\n"
TRADE = "供,柑橘,5000,斤,1.2,元/斤,漆河镇,小李,138****5678,2026-11-20,2026-12-20\n"
NOTICE = {
    "title": "关于测试的通知",
    "body": "测试补贴十二月发放到一卡通。",
    "publisher": "测试局",
    "region": "桃源县",
    "category": "补贴",
    "date": "2026-11-20",
}
ARTICLE = """---
title: 包菜炭黑病怎么防
category: 蔬菜
crops: [包菜]
problems: [软腐病]
region: 430725000000
source: 测试来源
date: 2026-11-20
---
开头一句。

## 怎么办

拔掉病株，撒石灰。
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def samples(store: Store, table: type[Job] | type[TradePost] | type[Notice]) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(table.is_demo)) or 0


@pytest.mark.parametrize(
    ("kind", "name", "text", "table"),
    [
        ("jobs", "jobs.csv", JOBS + JOB, Job),
        ("trades", "trades.csv", TRADES + TRADE, TradePost),
        ("notices", "notices.jsonl", json.dumps(NOTICE, ensure_ascii=False), Notice),
    ],
)
def test_a_file_goes_in_ends_the_samples_and_changes_nothing_twice(
    store: Store, watch: Clock, tmp_path: Path, kind: str, name: str, text: str, table: type[Job]
) -> None:
    path = written(tmp_path, name, text)
    assert samples(store, table)
    assert import_path(store, watch, kind, path).new == 1
    assert samples(store, table) == 0
    again = import_path(store, watch, kind, path)
    assert (again.new, again.changed, again.same) == (0, 0, 1)


@pytest.mark.parametrize(
    ("kind", "name", "text", "table"),
    [("jobs", "jobs.csv", JOBS + JOB, Job), ("trades", "trades.csv", TRADES + TRADE, TradePost)],
)
def test_a_draft_leaves_the_samples_and_is_not_approved(
    sqlite_store: Store, watch: Clock, tmp_path: Path, kind: str, name: str, text: str, table: type[Job]
) -> None:
    import_path(sqlite_store, watch, kind, written(tmp_path, name, text), draft=True)
    assert samples(sqlite_store, table)
    with sqlite_store.reading() as session:
        assert [row.status for row in session.scalars(select(table).where(table.is_demo.is_(False)))] == ["draft"]


@pytest.mark.parametrize(
    ("kind", "name", "text", "column"),
    [
        ("jobs", "jobs.csv", JOBS + JOB.replace("元/天", "元/趟"), "wage_unit"),
        ("jobs", "jobs.csv", JOBS + JOB.replace("2026-12-20", "2026-13-20"), "expires"),
        ("jobs", "jobs.csv", JOBS + JOB.replace(",20,", ",二十,"), "headcount"),
        ("trades", "trades.csv", TRADES + TRADE.replace("供", "卖"), "kind"),
        ("trades", "trades.csv", TRADES + TRADE.replace("5000", "好多"), "quantity"),
        ("notices", "n.jsonl", json.dumps({**NOTICE, "date": "昨天"}), "date"),
        ("notices", "n.jsonl", json.dumps({**NOTICE, "title": ""}), "title"),
        ("articles", "a.md", ARTICLE.replace("2026-11-20", "2026-11-31"), "date"),
        ("articles", "a.md", ARTICLE.replace("crops: [包菜]\n", ""), "crops"),
    ],
)
def test_what_cannot_be_read_is_refused_naming_file_and_column(
    sqlite_store: Store, watch: Clock, tmp_path: Path, kind: str, name: str, text: str, column: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        import_path(sqlite_store, watch, kind, written(tmp_path, name, text))
    assert name in str(refused.value) and column in str(refused.value)


@pytest.mark.parametrize("text", ["{", "[1]", '{"title": 1'])
def test_broken_json_is_refused_with_its_line(sqlite_store: Store, watch: Clock, tmp_path: Path, text: str) -> None:
    path = written(tmp_path, "n.jsonl", json.dumps(NOTICE) + "\n" + text)
    with pytest.raises(ImportRefused, match="第 2 行"):
        import_path(sqlite_store, watch, "notices", path)


def test_a_future_day_is_held(store: Store, watch: Clock, tmp_path: Path) -> None:
    report = import_path(
        store, watch, "jobs", written(tmp_path, "j.csv", JOBS + JOB.replace("2026-11-20", "2026-11-25"))
    )
    assert (report.new, report.held) == (0, 1)


def test_an_article_is_findable_at_once(store: Store, watch: Clock, tmp_path: Path) -> None:
    import_path(store, watch, "articles", written(tmp_path, "a.md", ARTICLE))
    with store.reading() as session:
        found = search.find(session, "包菜炭黑病怎么办")[0].passage
    assert (found.title, found.heading, found.text) == ("包菜炭黑病怎么防", "怎么办", "拔掉病株，撒石灰。")


def test_an_article_that_recommends_a_banned_pesticide_stays_a_draft(
    store: Store, watch: Clock, tmp_path: Path
) -> None:
    bad = ARTICLE.replace("拔掉病株，撒石灰。", "用甲胺磷喷雾。")
    report = import_path(store, watch, "articles", written(tmp_path, "a.md", bad))
    assert (report.new, report.held) == (0, 1)
    with store.reading() as session:
        assert session.scalars(select(Article.status).where(Article.source == "测试来源")).all() == ["draft"]
        assert all(hit.passage.title != "包菜炭黑病怎么防" for hit in search.find(session, "包菜炭黑病怎么办"))


def test_a_changed_notice_is_found_by_its_new_words_alone(store: Store, watch: Clock, tmp_path: Path) -> None:
    import_path(store, watch, "notices", written(tmp_path, "n.jsonl", json.dumps(NOTICE)))
    changed = {**NOTICE, "body": "改为明年三月发放琉璃瓦。"}
    assert import_path(store, watch, "notices", written(tmp_path, "m.jsonl", json.dumps(changed))).changed == 1
    with store.reading() as session:
        assert search.find(session, "琉璃瓦", kinds=("notice",))[0].passage.title == NOTICE["title"]
