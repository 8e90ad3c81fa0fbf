"""What came in tonight is what farmers are told; coming again changes nothing, and corrections leave a trace."""

import zlib
from datetime import timedelta

from sqlalchemy import select

from knowledge.models.base import ImportRun
from knowledge.models.price import HeldQuote, Quote, QuoteChange, Series
from knowledge.models.source import DONE, Fetch, KeptPage
from tests.conftest import TODAY, Farmer
from tests.knowledge.fetch.stand_in import Reply, Route, Visit, page, tagged
from tests.night.conftest import Nights, Open, averages, set_up, source
from tests.night.goods import Goods
from tests.night.json_sites import XINFADI, pfsc, xinfadi
from tests.night.text_sites import FEED, feed, feed_setup, notices, notices_setup

YESTERDAY = TODAY - timedelta(1)


def test_a_farmer_who_asks_is_told_what_came_in_tonight(nights: Nights, opened: Open, farmer: Farmer) -> None:
    goods = Goods()
    assert nights.tells(source("xinfadi", opened(xinfadi(goods)))) == DONE
    said = farmer.says("大白菜多少钱")
    assert f"{goods.of('大白菜', TODAY).average}元/斤" in said and "新发地" in said and "今天" in said, said


def test_a_second_run_changes_nothing(nights_on_each: Nights, opened: Open) -> None:
    nights, tables = nights_on_each, (Quote, QuoteChange, Series, HeldQuote, ImportRun, KeptPage, Fetch)
    goods = Goods()
    goods.slip(10, "土豆")
    sources = [source("xinfadi", opened(xinfadi(goods))), source("pfsc", opened(pfsc(Goods(worth=2))))]
    nights.run(*sources)
    before = [nights.count(table) for table in tables]
    assert [result.state for result in nights.run(*sources)] == [DONE, DONE]
    assert [nights.count(table) for table in tables] == before and before[3] == 1
    assert (nights.last("xinfadi").new, nights.last("xinfadi").changed) == (0, 0)


def test_a_late_correction_takes_the_place_of_the_first_figure_and_leaves_it_in_the_history(
    nights_on_each: Nights, opened: Open
) -> None:
    nights, goods = nights_on_each, Goods()
    mine = source("xinfadi", opened(xinfadi(goods)))
    nights.run(mine)
    first = goods.of("大白菜", YESTERDAY).average
    goods.times["大白菜", YESTERDAY] = 1.15
    nights.run(mine)
    assert averages(nights.quotes("新发地"), "大白菜", [YESTERDAY]) == [
        goods.of("大白菜", YESTERDAY).average.rstrip("0")
    ]
    with nights.store.reading() as session:
        (change,) = session.scalars(select(QuoteChange)).all()
    assert change.average == first.rstrip("0") and nights.last("xinfadi").changed == 1


def test_every_public_row_leads_back_to_the_page_that_it_stood_on(nights_on_each: Nights, opened: Open) -> None:
    nights, served = nights_on_each, []
    answer = xinfadi(Goods())[XINFADI]

    def noted(visit: Visit) -> Reply | None:
        reply = answer(visit)
        served.append(reply.body if reply else b"")
        return reply

    nights.run(source("xinfadi", opened({XINFADI: noted})))
    lead = (
        select(Series.written, Quote.average, KeptPage.body)
        .join(Series, Quote.series_id == Series.id)
        .join(ImportRun, Quote.import_run_id == ImportRun.id)
        .join(KeptPage, KeptPage.sha256 == ImportRun.sha256)
        .where(Series.source == "新发地")
    )
    with nights.store.reading() as session:
        found = session.execute(lead).all()
    assert len(found) == 372
    for written, average, packed in found:
        body = zlib.decompress(packed)
        assert body in served and f'"{written}"'.encode() in body and f'"{average}'.encode() in body


def test_a_page_that_brings_nothing_new_leaves_no_run_behind(nights: Nights, opened: Open) -> None:
    goods = Goods()
    mine = source("xinfadi", opened(xinfadi(goods)))
    nights.run(mine)
    runs = nights.count(ImportRun)
    nights.passed, goods.today = 1, TODAY + timedelta(1)
    nights.run(mine)
    # Each page is another one, as the new day's rows push the others on; the new rows all stand on the first.
    assert nights.count(ImportRun) == runs + 1


def test_a_notice_whose_page_changed_beside_its_text_leaves_no_run_behind(nights: Nights, opened: Open) -> None:
    site = opened(notices())
    mine = set_up(notices_setup(site.base))
    nights.run(mine)
    runs = nights.count(ImportRun)
    for path, route in notices().items():
        reply = route(None)  # type: ignore[arg-type]
        assert reply
        site.routes[path] = page(reply.body.replace(b"</html>", b"<!-- 2 visits --></html>"))
    nights.run(mine)
    assert nights.count(ImportRun) == runs and nights.last(mine.name).rows == 6


def test_a_page_stays_as_long_as_a_row_leads_to_it(nights: Nights, opened: Open) -> None:
    goods = Goods()
    mine = source("xinfadi", opened(xinfadi(goods)))
    for night in range(3):
        nights.passed, goods.today = 30 * night, TODAY + timedelta(30 * night)
        nights.run(mine)
    with nights.store.reading() as session:
        kept = set(session.scalars(select(KeptPage.sha256)))
        named = set(session.scalars(select(ImportRun.sha256).where(ImportRun.file_name.like("http://127%"))))
        asked = set(session.scalars(select(Fetch.sha256)))
    assert kept == named | asked and nights.count(Fetch) == 8


def test_a_page_that_has_not_changed_is_not_sent_again_and_is_read_all_the_same(nights: Nights, opened: Open) -> None:
    body = feed()[FEED](None)  # type: ignore[arg-type]
    assert body
    statuses: list[int] = []

    def route(visit: Visit) -> Reply | None:
        reply = tagged(body.body, '"1"')(visit)
        statuses.append(reply.status if reply else 0)
        return reply

    routes: dict[str, Route] = {FEED: route}
    mine = set_up(feed_setup(opened(routes).base))
    assert [nights.tells(mine), nights.tells(mine)] == [DONE, DONE]
    assert statuses == [200, 304] and nights.last("agri_feed").rows == 4


def test_a_notice_that_is_gone_for_good_is_left_out(nights: Nights, opened: Open) -> None:
    site = opened(notices())
    del site.routes["/tzgg/3.html"]
    assert nights.tells(set_up(notices_setup(site.base))) == DONE
    assert nights.last("county_notices").new == 5
