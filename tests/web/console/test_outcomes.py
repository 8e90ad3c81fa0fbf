"""What became of posts, as a table of a month."""

import io

from openpyxl import load_workbook

from knowledge.db import Store
from knowledge.models.post_outcome import PostOutcome
from tests.moderation.rows import trade
from tests.web.console.conftest import NOW, TOWNSHIP_A, Entry


def test_a_month_s_answers_are_shown_and_taken_away(staffed: Store, enter: Entry) -> None:
    number = trade(staffed, TOWNSHIP_A)
    with staffed.writing() as session:
        session.add(
            PostOutcome(
                kind="trade_post", row_id=number, was_done=True, quantity="10000斤", price="1.4元/斤", words="卖了", said_at=NOW
            )
        )  # fmt: skip
    browser = enter("county")
    page = browser.see("/console/posts/outcomes?month=2026-11")
    assert "10000斤" in page and "1.4元/斤" in page
    assert "还没有人回答" in browser.see("/console/posts/outcomes?month=2026-12")
    assert browser.client.get("/console/posts/outcomes?month=十一月").status_code == 200
    kept = browser.client.get("/console/posts/outcomes.xlsx?month=2026-11").get_data()
    rows = list(load_workbook(io.BytesIO(kept)).worksheets[0].values)
    assert rows[1][2:5] == (1, 1, "10000斤")
