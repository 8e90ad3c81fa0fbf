"""What one message and one screen hold."""

from hypothesis import given
from hypothesis import strategies as st

from actions import fit

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=3000) | st.text(
    alphabet="白菜，。；\n😀a", max_size=6000
)


@given(TEXTS)
def test_pages_lose_nothing_and_each_fits_with_its_hint(text: str) -> None:
    pages = fit.pages(text)
    assert "".join(pages) == text
    for number, page in enumerate(pages):
        rest = "more" if number < len(pages) - 1 else ""
        assert fit.size(fit.with_hint(page, rest)) <= fit.MOST_BYTES
        assert page or not text


@given(TEXTS, TEXTS)
def test_an_opening_has_room_for_its_hint_and_what_follows_is_left(text: str, rest: str) -> None:
    page, left = fit.opening(text, rest)
    assert fit.size(fit.with_hint(page, left)) <= fit.MOST_BYTES
    assert (page + left).replace("\n", "") == (text + rest).replace("\n", "")


def test_a_page_ends_where_a_line_does() -> None:
    text = "\n".join(f"第{n}行" + "菜" * 30 for n in range(40))
    assert all(page.endswith("\n") for page in fit.pages(text)[:-1])


def test_a_text_that_just_fits_has_no_second_page() -> None:
    assert fit.first_page("a" * fit.MOST_BYTES) == ("a" * fit.MOST_BYTES, "")
    assert fit.first_page("a" * (fit.MOST_BYTES + 1))[1]


def test_lines_are_counted_as_a_phone_breaks_them() -> None:
    assert fit.screen_lines("菜" * 17) == 1
    assert fit.screen_lines("菜" * 18) == 2
    assert fit.screen_lines("a" * 34 + "\n") == 2
