"""A post by message, from the first word to what became of it; on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.conversation import Conversation, Parts
from bot.talk import from_json
from knowledge import erasure, late_replies
from knowledge.models.commodity import Commodity
from knowledge.models.inbound import Inbound, ReplyBasis
from knowledge.models.job import Job
from knowledge.models.moderated import BannedPhone
from knowledge.models.outbox import Owed
from knowledge.models.post_outcome import PostOutcome
from knowledge.models.trade import TradePost
from knowledge.moderation import bans, desk
from knowledge.posts import looked, outcomes, told
from knowledge.privacy import masked
from knowledge.refusal import Refused
from tests.conftest import NOW, Farmer, StandingClock
from tests.knowledge.test_desk_held import WANG

LINE = "卖椪柑 2万斤 1块5 夷望溪 13900000000"
HIRING = "我要招10个人摘茶，150一天，在漆河镇，13900000000"


def posted(parts: Parts, line: str = LINE, name: str = "oSeller") -> Farmer:
    farmer = Farmer(Conversation(parts), name)
    assert "发 1" in farmer.says(line)
    assert farmer.says("1").startswith("收到")
    return farmer


def at(farmer: Farmer, parts: Parts, later: timedelta, monkeypatch: pytest.MonkeyPatch) -> Farmer:
    """The same farmer later on."""
    watch = StandingClock(moment=NOW + later)
    monkeypatch.setattr("knowledge.clock.current", lambda: watch)
    again = Farmer(Conversation(replace(parts, clock=watch)), farmer.name)
    again.count = farmer.count
    return again


def trades(parts: Parts) -> list[TradePost]:
    with parts.store.reading() as session:
        return list(session.scalars(select(TradePost).where(TradePost.person_id.is_not(None)).order_by(TradePost.id)))


def owed(parts: Parts) -> list[str]:
    with parts.store.reading() as session:
        return list(session.scalars(select(Owed.text).order_by(Owed.id)))


def tell(parts: Parts, later: timedelta) -> int:
    with parts.store.writing() as session:
        return told.tell(session, NOW + later)


def approve(parts: Parts, number: int) -> None:
    with parts.store.writing() as session:
        desk.approve(session, WANG, desk.TRADE, number, "电话问过，属实", NOW)


def test_a_post_waits_for_staff_and_its_poster_is_told_what_they_decide(parts: Parts) -> None:
    seller, buyer = posted(parts), Farmer(Conversation(parts), "oBuyer")
    (post,) = trades(parts)
    assert (post.status, post.quantity, post.unit, post.price, post.price_unit, post.phone) == (
        "draft", "20000", "斤", "1.5", "元/斤", "13900000000",
    )  # fmt: skip
    assert post.region_code and post.region_code.startswith("430725") and LINE in post.words
    assert "13900000000" not in buyer.says("哪里有卖椪柑的")
    approve(parts, post.id)
    assert "13900000000" in buyer.says("哪里有椪柑卖")
    assert "卖椪柑」已经发布：电话问过，属实" in seller.says("你好")


def test_a_post_that_is_delivered_three_times_is_one(parts: Parts) -> None:
    farmer = Farmer(Conversation(parts), "oSeller")
    farmer.says(LINE)
    farmer.count += 1
    yes = farmer.message("1")
    replies = {reply.text for _ in range(3) if (reply := farmer.conversation.reply_to(yes))}
    assert len(replies) == 1 and len(trades(parts)) == 1


def test_a_yes_that_cannot_be_stored_is_done_later_and_its_sender_told(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    farmer = Farmer(Conversation(parts), "oSeller")
    farmer.says(LINE)
    farmer.count += 1
    monkeypatch.setattr("knowledge.posts.taken.last_moment", lambda _now: 1 / 0)
    assert farmer.conversation.reply_to(farmer.message("1")) is None
    assert not trades(parts)
    monkeypatch.undo()
    monkeypatch.setattr("knowledge.clock.current", lambda: parts.clock)
    monkeypatch.setattr("knowledge.db.current", lambda: parts.store)
    with parts.store.reading() as session:
        (waiting,) = late_replies.pending(session, 10)
    farmer.conversation.finish(waiting)
    farmer.conversation.finish(waiting)
    assert len(trades(parts)) == 1
    assert "已交工作人员核实" in farmer.says("你好")


def test_the_same_goods_within_three_days_are_one_post_that_changed(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    farmer = posted(parts)
    approve(parts, trades(parts)[0].id)
    farmer.says("卖椪柑 1万斤 1块8 夷望溪 13900000000")
    farmer.says("1")
    (post,) = trades(parts)
    assert (post.quantity, post.price, post.status) == ("10000", "1.8", "draft")
    later = at(farmer, parts, timedelta(days=4), monkeypatch)
    later.says(LINE)
    later.says("1")
    assert len(trades(parts)) == 2


def test_a_scam_is_held_with_the_rule_for_staff(parts: Parts) -> None:
    posted(parts, "我要招10个人打包，300一天，在漆河镇，先交押金500元，13900000000")
    with parts.store.reading() as session:
        job = session.scalars(select(Job).where(Job.person_id.is_not(None))).one()
    assert "先交钱" in job.held_for and job.status == "draft"


def test_goods_that_nobody_knows_are_named_in_the_catalogue_once_staff_agree(parts: Parts) -> None:
    farmer = Farmer(Conversation(parts), "oSeller")
    for words in ("我要卖东西", "孔雀蛋", "30个", "10块一个", "在观音寺镇", "13900000000", "1"):
        farmer.says(words)
    (post,) = trades(parts)
    assert post.commodity_id is None and post.goods == "孔雀蛋" and post.price_unit == "元/个"
    approve(parts, post.id)
    assert "孔雀蛋" in Farmer(Conversation(parts), "oBuyer").says("哪里有卖孔雀蛋的")


def test_what_is_sold_is_gone_the_same_minute(parts: Parts) -> None:
    seller, buyer = posted(parts), Farmer(Conversation(parts), "oBuyer")
    approve(parts, trades(parts)[0].id)
    assert "13900000000" in buyer.says("哪里有卖椪柑的")
    seller.says("椪柑卖完了")
    assert "13900000000" not in buyer.says("哪里有卖椪柑的")


def test_nobody_can_touch_the_posts_of_another(parts: Parts) -> None:
    posted(parts)
    other = Farmer(Conversation(parts), "oOther")
    assert "还没有发布过" in other.says("我发布的")
    number = trades(parts)[0].id
    other.says(f'/my_posts{{"own": ["trade_post:{number}"], "act": ["withdraw"]}}')
    assert trades(parts)[0].status == "draft"


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


def test_a_form_is_kept_as_it_stands(parts: Parts) -> None:
    farmer = Farmer(Conversation(parts), "oSeller")
    farmer.says("我要卖两千斤椪柑")
    kept = parts.state.get(f"talk:{parts.vault.hashed('person', 'test', 'oSeller')}")
    form = from_json(kept).form
    assert form and form.waits_for == "price" and ("commodity", "椪柑") in form.request.entities
    assert from_json({**kept, "form": None}).form is None


def test_a_job_waits_too(parts: Parts) -> None:
    posted(parts, HIRING, "oEmployer")
    with parts.store.writing() as session:
        job = session.scalars(select(Job).where(Job.person_id.is_not(None))).one()
        assert (job.title, job.headcount, job.wage_low, job.wage_unit, job.status) == (
            "摘茶",
            10,
            "150",
            "元/天",
            "draft",
        )
        session.execute(update(Job).where(Job.id == job.id).values(status="approved"))
    assert "13900000000" in Farmer(Conversation(parts), "oWorker").says("漆河镇哪里招人摘茶")


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


def test_a_post_with_a_banned_number_is_held_for_it(parts: Parts) -> None:
    with parts.store.writing() as session:
        (number,) = bans.numbers("13900000000")
        session.add(
            BannedPhone(
                phone_hash=number.hashed,
                last_digits=number.last_digits,
                reason="骗押金",
                staff_name="王",
                banned_at=NOW,
            )
        )
    posted(parts, "卖椪柑 2万斤 1块5 夷望溪 139 0000 0000")
    assert "封号" in trades(parts)[0].held_for
    with pytest.raises(Refused, match="封号"):
        approve(parts, trades(parts)[0].id)
