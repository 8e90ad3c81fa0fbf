"""Names and amounts count under the intents that they mean something for."""

from bot.nlu import belonging
from bot.nlu.spans import Span

PAY_BY_WEIGHT = Span("price", 0, 4, "1元/斤")


def test_pay_by_weight_is_a_wage_where_work_is_sought_and_a_price_elsewhere() -> None:
    assert [s.entity for s in belonging.of("find_jobs", [PAY_BY_WEIGHT])] == []
    assert [s.entity for s in belonging.of("post_job", [PAY_BY_WEIGHT])] == ["wage"]
    assert [s.entity for s in belonging.of("post_supply", [PAY_BY_WEIGHT])] == ["price"]


def test_heads_count_where_somebody_hires() -> None:
    people = Span("quantity", 0, 2, "3人")
    assert belonging.of("post_job", [people]) == [people]
    assert belonging.of("find_supply", [people]) == []


def test_a_kind_of_work_is_a_chore_where_technique_is_asked() -> None:
    spraying = Span("job_type", 0, 2, "打药")
    assert belonging.of("ask_technique", [spraying]) == []
    assert belonging.of("find_jobs", [spraying]) == [spraying]
