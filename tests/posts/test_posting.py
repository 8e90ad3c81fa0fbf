"""A post by message, from the first word to staff's decision; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.conversation import Conversation, Parts
from bot.talk import from_json
from knowledge import late_replies
from knowledge.models.job import Job
from knowledge.models.moderated import BannedPhone
from knowledge.moderation import bans
from knowledge.refusal import Refused
from tests.conftest import NOW, Farmer
from tests.posts.poster import HIRING, LINE, approve, at, posted, trades


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
