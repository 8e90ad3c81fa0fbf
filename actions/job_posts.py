"""Showing jobs: a numbered list, and one in full."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from sqlalchemy.orm import Session

from actions import accused, wording
from actions.base import Answer, Choice, Question
from actions.contacts import Contacts
from knowledge.clock import local
from knowledge.models.job import Job

# As many as one screen of the phone holds; the others follow by 「更多」.
FIRST = 3
# What people ask about a job besides what the list says.
CONDITIONS = re.compile(
    r"包.{0,2}[吃住餐饭]|管.{0,2}[吃住饭]|押金|[日月]结|结[账工]|要求|男的|女的|夫妻|[上下]班|几点|保险|合同|接送|[车路]费"
)
# Days' work in one unit of pay; what is paid by the pound or piece tells nothing of a day.
_DAYS = {"元/天": Decimal(1), "元/小时": Decimal("0.125"), "元/月": Decimal(26), "元/年": Decimal(312)}


def listed(
    jobs: Sequence[Job], before: str, question: Question, knowledge: Session, is_open: bool = False, apart: int = 0
) -> Answer:
    """A numbered list to choose from; where `apart` is not 0, so many stand first and the others are farther off."""
    contacts = Contacts(question, knowledge, "job", jobs)
    entries = [_entry(job, n, question, contacts, n == apart + 1 > 1) for n, job in enumerate(jobs, 1)]
    sources = "、".join(dict.fromkeys(job.source for job in jobs if job.source))
    lines = [
        *([before] if before else []),
        *contacts.note,
        *entries[:FIRST],
        f"回复数字看详情。{wording.NO_FEES}",
        *([f"来源：{sources}"] if sources else []),
    ]
    return Answer(
        "\n".join(lines),
        rests_on=contacts.rests_on(jobs),
        choices=tuple(Choice(job.title, "find_jobs", (("job", str(job.id)),)) for job in jobs),
        is_open=is_open,
        rest="\n".join(entries[FIRST:]),
    )


def _entry(job: Job, number: int, question: Question, contacts: Contacts, is_farther: bool) -> str:
    before = "下面的远些：\n" if is_farther else ""
    whom = _whom_to_call(job, contacts)
    return f"{before}{number}. {job.title}\n{pay(job)}，{job.place}\n{whom}，{_until(job, question)}"


def chosen(question: Question, knowledge: Session) -> Answer | None:
    """The job that was picked from a list, in full; None when none was picked."""
    numbers = [number for number in question.values("job") if number.isdecimal()]
    if not numbers:
        return None
    job = knowledge.get(Job, int(numbers[0]))
    if job is None or job.status != "approved" or job.expires_at <= question.now:
        return Answer("这条已经招满或过期了。您可以再问：哪里招人")
    complaint = accused.taken(question, "job", job.id)
    if complaint:
        return complaint
    contacts = Contacts(question, knowledge, "job", [job])
    lines = [
        *contacts.note,
        "写明的都在这里，没写的请打电话问：" if CONDITIONS.search(question.text) else "",
        wording.titled(job.title),
        job.employer,
        f"{pay(job)}，{job.place}",
        job.description,
        _whom_to_call(job, contacts),
        _until(job, question),
        f"{wording.day(local(job.posted_at).date(), question.today)}发布" + _source(job),
        wording.NO_FEES,
    ]
    return Answer("\n".join(line for line in lines if line), rests_on=contacts.rests_on([job]))


def pay(job: Job) -> str:
    """150元/天, 130-150元/天, 工资面议."""
    if job.wage_low and job.wage_high and job.wage_low != job.wage_high:
        return f"{job.wage_low}-{job.wage_high}{job.wage_unit}"
    figure = job.wage_low or job.wage_high
    return f"{figure}{job.wage_unit}" if figure else "工资面议"


def pay_of_a_day(job: Job) -> Decimal | None:
    """The upper pay of a day's work in yuan; None where the pay does not tell."""
    return by_the_day(job.wage_high or job.wage_low, job.wage_unit)


def by_the_day(figure: str, unit: str) -> Decimal | None:
    """The pay of a day's work in yuan where so much is paid in this unit; None where it does not tell."""
    try:
        return Decimal(figure) / _DAYS[unit]
    except (InvalidOperation, KeyError):
        return None


def _whom_to_call(job: Job, contacts: Contacts) -> str:
    return contacts.of(job) or job.employer


def _until(job: Job, question: Question) -> str:
    until = f"到{wording.last_day(job.expires_at, question.today)}止"
    return until + (f"，招{job.headcount}人" if job.headcount else "")


def _source(job: Job) -> str:
    return f"，来源：{job.source}" if job.source else ""
