"""What posters and readers are told of posts that are public; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation import Conversation, Parts
from knowledge import erasure
from knowledge.models.commodity import Commodity
from knowledge.models.inbound import Inbound, ReplyBasis
from knowledge.models.post_outcome import PostOutcome
from knowledge.models.trade import TradePost
from knowledge.posts import looked, outcomes, told
from knowledge.privacy import masked
from tests.conftest import NOW, Farmer
from tests.posts.poster import approve, at, owed, posted, tell, trades


def test_a_post_ends_with_a_word_and_lives_on_once(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    farmer = posted(parts)
    approve(parts, trades(parts)[0].id)
    end = trades(parts)[0].expires_at
    assert tell(parts, timedelta(days=10)) == 0
    assert tell(parts, timedelta(days=14)) == 1 and tell(parts, timedelta(days=14)) == 0
    assert "到期" in owed(parts)[-1] and "续" in owed(parts)[-1]
    later = at(farmer, parts, timedelta(days=14), monkeypatch)
    assert "续了15天" in later.says("续")
    assert trades(parts)[0].expires_at > end
    assert "续过一次" in later.says("续")


def test_ten_days_after_the_end_one_question_is_asked_and_its_answer_kept(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    farmer = posted(parts)
    approve(parts, trades(parts)[0].id)
    when = timedelta(days=27)
    assert tell(parts, when) == 1 and tell(parts, when) == 0
    later = at(farmer, parts, when, monkeypatch)
    assert "卖得怎么样" in later.says("白菜多少钱")
    assert "谢谢" in later.says("卖了1万斤，1块4")
    assert "哪条" in later.says("没卖")
    with parts.store.reading() as session:
        said = session.scalars(select(PostOutcome)).one()
        (line,) = outcomes.month(session, NOW, NOW + timedelta(days=31))
    assert (said.was_done, said.quantity, said.price) == (True, "10000斤", "1.4元/斤")
    assert (line.sort, line.name, line.done, dict(line.sold)) == ("卖", "椪柑", 1, {"斤": 10000})


def test_who_sells_and_who_buys_the_same_are_told_of_each_other_once_a_day(parts: Parts) -> None:
    posted(parts)
    posted(parts, "收购椪柑 5万斤 1块4 漆河镇 13900000001", "oBuyer")
    for post in trades(parts):
        approve(parts, post.id)
    before = len(owed(parts))
    assert tell(parts, timedelta(hours=1)) == 2 and tell(parts, timedelta(hours=2)) == 0
    texts = owed(parts)[before:]
    assert any("收椪柑 50000斤" in text for text in texts) and any("卖椪柑 20000斤" in text for text in texts)
    assert not any("1390000000" in text for text in texts)


@pytest.mark.parametrize(("hour", "may"), [(7, False), (8, True), (19, True), (20, False), (23, False)])
def test_nobody_is_written_to_at_night(hour: int, may: bool) -> None:
    assert told.is_time(NOW.replace(hour=0) + timedelta(hours=hour - 8)) is may


def test_who_gathers_numbers_is_shown_so_many_and_no_more(parts: Parts) -> None:
    with parts.store.writing() as session:
        first = session.scalars(select(TradePost).where(TradePost.status == "approved")).first()
        assert first
        name = session.scalars(select(Commodity.name).where(Commodity.id == first.commodity_id)).one()
        for number in range(looked.MOST_A_DAY + 5):
            session.add(
                TradePost(
                    kind="supply", commodity_id=first.commodity_id, quantity="1", unit="斤", price="1", price_unit="元/斤",
                    place=f"漳江街道{number}组", region_code="430725000000", contact="", phone=f"139000001{number:02}",
                    posted_at=NOW + timedelta(hours=number), expires_at=NOW + timedelta(days=3),
                )
            )  # fmt: skip
        session.flush()
        ids = select(TradePost.id).where(TradePost.phone.startswith("139000001")).order_by(TradePost.id)
        posts = list(session.scalars(ids))
    farmer = Farmer(Conversation(parts), "oGatherer")
    farmer.says("你好")
    with parts.store.writing() as session:
        message = session.scalars(select(Inbound.id)).one()
        session.add_all(ReplyBasis(inbound_id=message, kind="trade_post", row_id=number) for number in posts[:19])
    reply = farmer.says(f"哪里有卖{name}的")
    # 19 seen before, and one more of five.
    assert reply.count("139000001") == 1 and reply.count("139****") == 4 and "明天" in reply
    assert Farmer(Conversation(parts), "oOther").says(f"哪里有卖{name}的").count("139000001") == 5


def test_who_leaves_takes_his_number_and_his_posts_along(parts: Parts) -> None:
    posted(parts)
    number = trades(parts)[0].id
    sender = parts.vault.hashed("person", "test", "oSeller")
    erasure.erase(parts.store, sender, masked, NOW)
    with parts.store.reading() as session:
        post = session.get_one(TradePost, number)
    assert (post.status, post.person_id, post.phone) == ("withdrawn", None, "139****0000")
    assert "13900000000" not in post.words


def test_two_readers_take_a_post_out_of_sight_and_one_cannot(parts: Parts) -> None:
    posted(parts)
    approve(parts, trades(parts)[0].id)
    first, second = Farmer(Conversation(parts), "oFirst"), Farmer(Conversation(parts), "oSecond")
    for reader, expected in ((first, "approved"), (first, "approved"), (second, "draft")):
        shown = reader.says("哪里有卖椪柑的")
        number = shown.split("13900000000")[0].count(". 供")
        assert "举报收到" in reader.says(f"举报{number}")
        assert trades(parts)[0].status == expected
    assert "13900000000" not in Farmer(Conversation(parts), "oThird").says("哪里有卖椪柑的")
