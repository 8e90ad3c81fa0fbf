"""「哪里招人摘茶」: live jobs by kind, place and pay."""

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import wording
from actions.base import Answer, FarmAction, Question
from knowledge.models.job import Job
from knowledge.models.region import distance, within

MOST_SHOWN, MOST_READ = 5, 2000
_ODD_JOBS = "小工"
_NEARBY = re.compile(r"附近|近处|隔近|这里|这边|这块|边上|本地|周边")


class FindJobs(FarmAction):
    """Jobs that are approved and have not expired."""

    intent = "find_jobs"
    example = "哪里招人摘茶"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The nearest fitting jobs; where none fits, the three nearest others and an open question."""
        live = knowledge.scalars(
            select(Job).where(Job.status == "approved", Job.expires_at > question.now).limit(MOST_READ)
        ).all()
        ranked = sorted(
            live, key=lambda job: (distance(job.region_code or "", question.near), -job.posted_at.timestamp())
        )
        fitting = [job for job in ranked if _fits(job, question)]
        if fitting:
            return _shown(fitting[:MOST_SHOWN], question, "", _around(fitting, question))
        if ranked:
            missing = f"没找到{_asked(question)}的招工。{wording.KEPT}\n近处别的招工："
            return _shown(ranked[:3], question, missing)
        return Answer(f"现在没有招工信息。{wording.KEPT}\n{wording.NO_FEES}", is_open=True)


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
    return [kind for kind in kinds if kind != _ODD_JOBS] or kinds


def _is_about(job: Job, kind: str, question: Question) -> bool:
    text = f"{job.title}{job.description}"
    canonical = question.names.job_types.get(kind, kind)
    names = {kind, canonical, *(name for name, value in question.names.job_types.items() if value == canonical)}
    commodity = question.names.commodity(kind)
    if commodity:
        names |= {
            name for name, found in question.names.commodity_ids.items() if found == commodity.id and len(name) > 1
        }
    return any(name in text for name in names)


def _pays(job: Job, wage: str) -> bool:
    """Whether the job's upper pay reaches what is asked, in the same unit."""
    match = re.match(r"([\d.]+)(?:-[\d.]+)?(元/.+)", wage)
    offered = job.wage_high or job.wage_low
    return not match or not offered or match[2] != job.wage_unit or float(offered) >= float(match[1])


def _asked(question: Question) -> str:
    place = question.names.places.name(question.regions[0]) if question.regions else ""
    return place + "、".join(question.values("job_type") or [c.name for c in question.commodities])


def _around(fitting: Sequence[Job], question: Question) -> str:
    """Who asks for work nearby is told where that is, and whether there is any; empty for anybody else."""
    if not question.has_place or question.regions or not _NEARBY.search(question.text):
        return ""
    place = question.names.places.name(question.place)
    if any(within(job.region_code or "", question.place) for job in fitting):
        return f"{place}和近处的招工："
    return f"{place}现在没有招工，最近的是："


def _shown(jobs: Sequence[Job], question: Question, missing: str, around: str = "") -> Answer:
    lines = [line for line in (missing, around) if line]
    for number, job in enumerate(jobs, 1):
        lines += [
            f"{number}. {job.title}",
            f"{pay(job)}，{job.place}",
            f"{job.employer} {job.contact} {job.phone}".replace("  ", " "),
            f"到{wording.last_day(job.expires_at, question.today)}止"
            + (f"，招{job.headcount}人" if job.headcount else "")
            + (f"，来源：{job.source}" if job.source else ""),
        ]
    lines.append(wording.NO_FEES)
    return Answer("\n".join(lines), rests_on=tuple(("job", job.id) for job in jobs), is_open=bool(missing))


def pay(job: Job) -> str:
    """150元/天, 130-150元/天, 工资面议."""
    if job.wage_low and job.wage_high and job.wage_low != job.wage_high:
        return f"{job.wage_low}-{job.wage_high}{job.wage_unit}"
    figure = job.wage_low or job.wage_high
    return f"{figure}{job.wage_unit}" if figure else "工资面议"
