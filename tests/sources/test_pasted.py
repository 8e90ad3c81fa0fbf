"""A page whose address staff give comes in with its main text alone, from public addresses alone."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.report import ImportRefused
from knowledge.imports.run import import_path
from knowledge.models.article import Article
from knowledge.models.base import ImportRun
from knowledge.sources import pasted
from tests.knowledge.fetch.stand_in import Reply, Route, StandIn, running

CONTACT = "https://tianxun.example"
PAGE = """<!doctype html><html><head><title>某局</title>{}</head><body><nav>首页 通知 联系我们</nav>
<div class="a"><h1>萝卜软腐病怎么防</h1><p>发布时间：2026-11-20</p>
<p>软腐病多在积水的田里发生，叶柄先烂，有臭味，雨后要赶快清沟排水。</p>
<p>病株要连根拔掉带出田外深埋，病窝撒石灰，三年里不再种萝卜。</p>
<p>&lt;script&gt;alert(1)&lt;/script&gt;<script>alert(2)</script><img src=x onerror="alert(3)"></p></div></body></html>"""


def site(text: str = PAGE.format("")) -> dict[str, Route]:
    return {"/a": lambda _visit: Reply(text.encode())}


def saved(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, kind: str, folder: Path, watch: Clock) -> Path:
    monkeypatch.setattr(pasted, "Gate", lambda: stand_in.gate)
    return pasted.saved(f"{stand_in.base}/a", kind, folder, CONTACT, watch)


def test_a_page_is_an_article_whose_source_is_the_site(
    store: Store, watch: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(site()) as stand_in:
        path = saved(stand_in, monkeypatch, "articles", tmp_path, watch)
        import_path(store, watch, "articles", path, origin=f"{stand_in.base}/a")
    with store.reading() as session:
        found, run = session.execute(
            select(Article, ImportRun).join(ImportRun, Article.import_run_id == ImportRun.id)
        ).one()
    assert (found.title, found.source, found.date.isoformat()) == ("萝卜软腐病怎么防", "127.0.0.1", "2026-11-20")
    assert (found.crops, found.problems, found.category) == (["萝卜"], ["软腐病"], "种植")
    assert "深埋" in found.body and "联系我们" not in found.body and run.file_name == f"{stand_in.base}/a"
    assert "<script>alert(1)</script>" in found.body and "alert(2)" not in found.body and "onerror" not in found.body


def test_a_notice_takes_its_publisher_from_the_head_and_needs_its_day(
    watch: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = '<meta name="SiteName" content="某县农业农村局"><meta name="PubDate" content="2026-11-19">'
    with running(site(PAGE.format(head))) as stand_in:
        found = json.loads(saved(stand_in, monkeypatch, "notices", tmp_path, watch).read_text(encoding="utf-8"))
    assert (found["publisher"], found["date"]) == ("某县农业农村局", "2026-11-19")
    dayless = PAGE.format("").replace("2026-11-20", "昨天")
    with running(site(dayless)) as stand_in, pytest.raises(ImportRefused, match="页上找不到日期"):
        saved(stand_in, monkeypatch, "notices", tmp_path, watch)


@pytest.mark.parametrize("text", ["{}", "<html><p>短</p></html>", "<html><title>登录</title></html>"])
def test_a_page_without_a_text_is_refused(
    text: str, watch: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(site(text)) as stand_in, pytest.raises(ImportRefused, match="没有取成"):
        saved(stand_in, monkeypatch, "articles", tmp_path, watch)


def test_nothing_inside_is_connected_to(watch: Clock, tmp_path: Path) -> None:
    with running(site()) as stand_in:
        for url in (f"{stand_in.base}/a", "http://169.254.169.254/latest", "file:///etc/passwd", "http://[::1]/", "x"):
            with pytest.raises(ImportRefused, match="没有取成：地址不允许"):
                pasted.saved(url, "articles", tmp_path, CONTACT, watch)
        assert not stand_in.visits and not stand_in.robots_visits


def test_tables_are_not_taken_from_a_page(watch: Clock, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="只能导入文章和通知"):
        pasted.saved("https://example.org", "prices", tmp_path, CONTACT, watch)
