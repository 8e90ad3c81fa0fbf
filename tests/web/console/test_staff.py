"""Who makes whom, and what the log says of it."""

import re

import pytest
from sqlalchemy import delete, select, update

from knowledge.db import Store
from knowledge.models.audit import AuditEntry
from knowledge.models.staff import Staff
from knowledge.refusal import Refused
from knowledge.staff import accounts, audit
from knowledge.staff.access import Actor
from tests.web.console.conftest import NOW, PASSWORD, TOWNSHIP_A, TOWNSHIP_B, Browser, Entry


def test_the_county_makes_a_township_who_changes_the_password_before_anything_else(enter: Entry) -> None:
    page = enter("county").send("/console/staff", {"name": "漆河信息员", "region": "漆河镇"})
    password = re.findall(r"<code>(.+?)</code>", page)[0]
    newcomer = Browser(enter("county").client.application.test_client())
    assert "请先换成只有您知道的" in newcomer.send("/console/login", {"name": "漆河信息员", "password": password})
    assert "<h1>改密码</h1>" in newcomer.see("/console/staff")


@pytest.mark.parametrize(
    ("maker", "role", "region"),
    [("township", "township", TOWNSHIP_A), ("township", "county", TOWNSHIP_A), ("village", "village", TOWNSHIP_A),
     ("county", "county", "430725000000"), ("county", "village", TOWNSHIP_A), ("township", "village", TOWNSHIP_B)],
)  # fmt: skip
def test_nobody_makes_whom_he_has_no_charge_of(staffed: Store, maker: str, role: str, region: str) -> None:
    actor = Actor(1, "某", maker, "430725000000" if maker == "county" else TOWNSHIP_A)
    with pytest.raises(Refused), staffed.writing() as session:
        accounts.add(session, actor, "新人", role, region, PASSWORD, NOW)


def test_fields_that_no_form_has_change_nothing(enter: Entry, staffed: Store) -> None:
    fields = {"name": "新人一号", "region": "漆河镇", "role": "county", "is_active": "", "must_change": ""}
    enter("county").send("/console/staff", fields)
    with staffed.reading() as session:
        made = accounts.by_name(session, "新人一号")
        assert made and (made.role, made.must_change, made.is_active) == ("township", True, True)


def test_what_was_typed_is_kept_when_it_is_refused(enter: Entry) -> None:
    page = enter("county").send("/console/staff", {"name": "新人", "region": "没有这个镇"})
    assert 'id="region-wrong"' in page and "没有叫「没有这个镇」" in page and 'value="没有这个镇"' in page


def test_the_log_says_what_was_done_in_chinese(enter: Entry) -> None:
    county = enter("county")
    county.send("/console/staff", {"name": "新人", "region": "漆河镇"})
    assert "级别：乡镇　地方：桃源县漆河镇" in county.see("/console/log")


def test_a_temporary_password_can_be_read_out(enter: Entry) -> None:
    page = enter("county").send("/console/staff", {"name": "新人", "region": "漆河镇"})
    assert re.search(r"<code>([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}</code>", page)


def test_a_new_village_gets_its_name(enter: Entry, staffed: Store) -> None:
    page = enter("township_a").send("/console/staff", {"name": "乙村", "region": "430725105202", "village": "乙村"})
    assert "临时密码" in page
    assert "桃源县乙村" in enter("township_a").see("/console/staff")
    # From now on farmers' messages are understood with this name.
    assert "village：乙村" in enter("county").see("/console/log")


def test_an_ended_account_is_out_at_once(enter: Entry, staffed: Store) -> None:
    village = enter("village_a")
    with staffed.reading() as session:
        number = accounts.by_name(session, "village_a").id  # type: ignore[union-attr]
    enter("township_a").send(f"/console/staff/{number}/end", page="/console/staff")
    assert "<h1>登录</h1>" in village.see("/console/")


def test_the_log_tells_which_row_was_touched(staffed: Store) -> None:
    for number in range(3):
        with staffed.writing() as session:
            audit.append(session, None, "试", "行", number, NOW, words="甲")
    with staffed.reading() as session:
        assert audit.first_broken(session) is None
        head = audit.head(session)
        first, second, _ = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)).all()
    for damage, found in (
        (update(AuditEntry).where(AuditEntry.id == first).values(staff_name="别人"), first),
        (delete(AuditEntry).where(AuditEntry.id == first), second),
    ):
        with staffed.writing() as session:
            session.execute(damage)
            assert audit.first_broken(session) == found
            session.rollback()
            session.begin()
    with staffed.writing() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.id > second))
        assert audit.first_broken(session) is None and not audit.has(session, head)


def test_no_password_is_kept_as_it_is(staffed: Store) -> None:
    with staffed.reading() as session:
        kept = session.scalars(select(Staff.password_hash)).all()
    assert all(each.startswith("scrypt:") and PASSWORD not in each for each in kept)
