"""「哪里招人摘茶」: live jobs by kind, place and pay."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import job_posts, wording
from actions.base import Answer, FarmAction, Question
from knowledge.models.job import Job
from knowledge.models.region import distance, within

MOST_SHOWN, MOST_READ = 9, 2000
_ODD_JOBS, _FACTORY = "小工", "厂"
_ASKS_FACTORY = re.compile(r"厂子|工厂|厂里|进厂|[哪有]个?厂")
_BETTER_PAID = re.compile(
    r"(?:工资|工钱|工价|钱|价|待遇|报酬).{0,3}(?:高|多)(?!少)|(?:高|多)一?[点些]的?(?:工资|钱|工钱)"
)
_NEARER = re.compile(r"近(?:一)?[点些]|最近的|近处|隔近")
_PAY_OF_A_DAY = re.compile(r"(?:多少|好多|几)块?钱?[一每]天|[一每]天.{0,3}(?:多少|好多|几块)|日工资|日薪")
_AGE = re.compile(r"岁|年龄|年纪|老人|老年")
_CRAFT = re.compile(r"[\u3400-\u9fff](?<![个的是做当找请位名])匠")
_COUNTY_TOWN = re.compile(r"县城|城里|城关|城区|街上")
_NEARBY = re.compile(r"附近|近处|隔近|这里|这边|这块|边上|本地|周边")


class FindJobs(FarmAction):
    """Jobs that are approved and have not expired."""

    intent = "find_jobs"
    example = "哪里招人摘茶"
    shows_numbers = True

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The fitting jobs, nearest or best paid first; where none fits, the three nearest and an open question."""
        chosen = job_posts.chosen(question, knowledge)
        if chosen:
            return chosen
        live = knowledge.scalars(
            select(Job).where(Job.status == "approved", Job.expires_at > question.now).limit(MOST_READ)
        ).all()
        ranked = sorted(live, key=_order(question))
        fitting = [job for job in ranked if _fits(job, question)]
        if fitting:
            return _listed(fitting[:MOST_SHOWN], question, knowledge)
        if ranked:
            missing = f"没找到{_asked(question)}的招工。{wording.KEPT}\n近处别的招工："
            # What is short of the pay or the place alone comes before other work.
            near = sorted(ranked, key=lambda job: not any(_is_about(job, kind, question) for kind in _kinds(question)))
            return job_posts.listed(near[:3], missing, question, knowledge, is_open=True)
        return Answer(f"现在没有招工信息。{wording.KEPT}\n{wording.NO_FEES}", is_open=True)


def _order(question: Question) -> Callable[[Job], Any]:
    """Best paid first for who asks for pay, else what lies in the county town for who asks for that, else nearest."""
    asks_for_pay, seats = bool(_BETTER_PAID.search(question.text)), _seats(question)

    names_pay = asks_for_pay or bool(question.values("wage"))

    def order(job: Job) -> tuple[bool, Decimal, bool, int, float]:
        daily = job_posts.pay_of_a_day(job) if names_pay else None
        away = distance(job.region_code or "", question.near)
        return (
            names_pay and daily is None,
            -(daily or Decimal()) if asks_for_pay else Decimal(),
            not _is_in(job, seats),
            away,
            -job.posted_at.timestamp(),
        )

    return order


def _listed(jobs: Sequence[Job], question: Question, knowledge: Session) -> Answer:
    seats = _seats(question)
    here = sum(_is_in(job, seats) for job in jobs)
    lines = [_around(jobs, question), *_notes(jobs, question)]
    if seats:
        names = "、".join(question.names.places.name(code) for code in seats)
        lines.append(f"县城（{names}）的招工：" if here else f"县城（{names}）现在没有招工，别处的：")
    return job_posts.listed(jobs, "\n".join(line for line in lines if line), question, knowledge, apart=here)


def _notes(jobs: Sequence[Job], question: Question) -> list[str]:
    """What the list does not say, though it was asked for."""
    notes = []
    daily = [job_posts.pay_of_a_day(job) for job in jobs]
    if _BETTER_PAID.search(question.text):
        others = "，按斤、按件、按亩算和面议的在后面" if None in daily else ""
        notes.append(f"工钱高的在前{others}：")
    elif _PAY_OF_A_DAY.search(question.text) and not any(daily):
        units = "、".join(dict.fromkeys(job.wage_unit.removeprefix("元/") for job in jobs if job.wage_unit))
        notes.append(f"没有按天算的工价，只有按{units}算的：" if units else "没写一天多少钱，请打电话问：")
    elif _NEARER.search(question.text):
        is_known = question.has_place or question.regions
        notes.append("近的在前：" if is_known else "不晓得您在哪里，发「我在漆河镇」这样的话再问更准。先看这些：")
    if job_posts.CONDITIONS.search(question.text):
        notes.append("回复数字看写没写，没写的请打电话问：")
    if _AGE.search(question.text):
        notes.append("没写年龄的，请打电话问清：")
    return notes


def _seats(question: Question) -> list[str]:
    """The sub-districts of the county whose town is asked for; none where it is not."""
    if not _COUNTY_TOWN.search(question.text):
        return []
    county = question.near[:6]
    places = question.names.places
    return [code for code in sorted(places.names) if code[:6] == county and places.names[code].endswith("街道")]


def _is_in(job: Job, areas: list[str]) -> bool:
    return any(within(job.region_code or "", area) for area in areas)


def _fits(job: Job, question: Question) -> bool:
    kinds = _kinds(question)
    if kinds and not any(_is_about(job, kind, question) for kind in kinds):
        return False
    if question.regions and not any(within(job.region_code or "", region) for region in question.regions):
        return False
    wages = question.values("wage")
    return not wages or _pays(job, wages[0])


def _kinds(question: Question) -> list[str]:
    """The work asked for; odd jobs (零工) only where no other work is named with them."""
    kinds = question.values("job_type") + [commodity.name for commodity in question.commodities]
    kinds += [_FACTORY] if _ASKS_FACTORY.search(question.text) else []
    # A trade that no list of ours has (篾匠) is asked for all the same.
    kinds += [] if kinds else _CRAFT.findall(question.text)[:1]
    return [kind for kind in kinds if kind != _ODD_JOBS] or kinds


def _is_about(job: Job, kind: str, question: Question) -> bool:
    text = f"{job.title}{job.description}{job.employer if kind == _FACTORY else ''}"
    canonical = question.names.job_types.get(kind, kind)
    names = {kind, canonical, *(name for name, value in question.names.job_types.items() if value == canonical)}
    commodity = question.names.commodity(kind)
    if commodity:
        names |= {
            name for name, found in question.names.commodity_ids.items() if found == commodity.id and len(name) > 1
        }
    return any(name in text for name in names)


def _pays(job: Job, wage: str) -> bool:
    """Whether the job's upper pay reaches what is asked, by the same unit or by the day; unknown pay may."""
    match = re.match(r"([\d.]+)(?:-[\d.]+)?(元/.+)", wage)
    offered = job.wage_high or job.wage_low
    if not match or not offered:
        return True
    if match[2] == job.wage_unit:
        return float(offered) >= float(match[1])
    asked, daily = job_posts.by_the_day(match[1], match[2]), job_posts.pay_of_a_day(job)
    return asked is None or daily is None or daily >= asked


def _asked(question: Question) -> str:
    place = question.names.places.name(question.regions[0]) if question.regions else ""
    kinds = question.values("job_type") or [c.name for c in question.commodities] or _kinds(question)
    wage = f"{question.values('wage')[0]}以上" if question.values("wage") else ""
    return place + "、".join(kinds) + wage


def _around(fitting: Sequence[Job], question: Question) -> str:
    """Who asks for work nearby is told where that is, and whether there is any; empty for anybody else."""
    if not question.has_place or question.regions or not _NEARBY.search(question.text):
        return ""
    place = question.names.places.name(question.place)
    if any(within(job.region_code or "", question.place) for job in fitting):
        return f"{place}和近处的招工："
    return f"{place}现在没有招工，最近的是："
