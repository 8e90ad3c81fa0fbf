"""What a farmers' page costs in this process, beside a bare Flask page of as many rows out of a template."""

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask, render_template_string
from flask.testing import FlaskClient

from knowledge import board, clock, db
from tests.bench import posts
from tests.bench.figures import percentile, table
from web import api, public
from web.public import curves

ROUNDS, SHORT_ROUNDS = 150, 20
# Of jobs, and as many of goods.
POSTS, SHORT_POSTS = 500_000, 2_000
POSTED = ("/j", "/j?page=25", "/j?q=摘茶", "/g", "/g?q=椪柑", "/a", "/n", "/v/430725105", "/s?q=白菜")
ROWS = 40
_BARE = """<!doctype html><html lang="zh-CN"><head><title>{{ title }}</title></head><body><ul>
{% for row in rows %}<li><a href="/c/{{ row.number }}"><b>{{ row.name }}</b><span>{{ row.price }}</span>
<small>{{ row.market }}</small></a></li>{% endfor %}</ul></body></html>"""
MADE, KEPT, HAD = "made anew", "kept", "had already (304)"


def run(_folder: Path, short: bool) -> None:
    """Prints milliseconds of each page made anew, kept and had already, and the ratio of its p99 to the bare page's."""
    rounds = SHORT_ROUNDS if short else ROUNDS
    posts.fill(db.current(), SHORT_POSTS if short else POSTS)
    bare, ours = _bare().test_client(), _ours().test_client()
    bare.get("/"), ours.get("/")
    milliseconds = list(_timed(lambda _n: bare.get("/"), rounds))
    worst = percentile(milliseconds, 99)
    rows = [("bare template page", "", *_figures(milliseconds, worst))]
    rows.append(("/", "after a change", *_figures(list(_changed(ours, rounds)), worst)))
    for path in _paths():
        for state, ask in _states(ours, path):
            rows.append((path, state, *_figures(list(_timed(ask, rounds)), worst)))
    head = ("page", "", "p50 ms", "p99 ms", "p99 to bare p99")
    table(f"pages: {rounds} requests each, in one process", head, rows)


def _paths() -> list[str]:
    """The board and its parts, and the commodity that the most series quote, over each span."""
    with db.current().reading() as session:
        lines = board.board(session, clock.current().today()).lines
    number = statistics.mode(line.commodity_id for line in lines)
    courses = [f"/c/{number}?days={days}" for days in (30, 365)]
    return ["/", "/?page=2", "/?q=菜", *courses, f"/c/{number}.png?days=30", "/api/v1/prices?from=2026-01-01", *POSTED]


def _states(client: FlaskClient, path: str) -> list[tuple[str, Callable[[int], object]]]:
    # A parameter that no page knows makes each request another page, with everything that it rests on looked up.
    mark = client.get(path).headers.get("ETag", "")
    joined = "&" if "?" in path else "?"
    made = (MADE, lambda n: client.get(f"{path}{joined}place={430725000000 + n % 30 * 1000}&n={n}"))
    if path.startswith("/api"):
        made = (MADE, lambda n: client.get(f"{path}&to=2026-11-{1 + n % 28:02}&region=湖南省"))
    return [
        made,
        (KEPT, lambda _n: client.get(path, headers={"Accept-Encoding": "gzip"})),
        (HAD, lambda _n: client.get(path, headers={"If-None-Match": mark})),
    ]


def _changed(client: FlaskClient, rounds: int) -> Iterator[float]:
    """Milliseconds of the first page after each change of what is known: everything is looked up anew."""
    for _ in range(rounds):
        with db.current().writing():
            pass
        yield from _timed(lambda _n: client.get("/"), 1)


def _timed(ask: Callable[[int], object], rounds: int) -> Iterator[float]:
    for number in range(rounds):
        begun = time.perf_counter()
        ask(number)
        yield 1000 * (time.perf_counter() - begun)


def _figures(milliseconds: list[float], worst: float) -> tuple[str, str, str]:
    p50, p99 = (percentile(milliseconds, percent) for percent in (50, 99))
    return f"{p50:.2f}", f"{p99:.2f}", f"{p99 / worst:.2f}"


def _bare() -> Flask:
    app = Flask("bare")
    names = [{"number": n, "name": f"农产品{n}", "price": "0.75元/斤", "market": "市场"} for n in range(ROWS)]

    @app.get("/")
    def page() -> str:
        return render_template_string(_BARE, title="行情", rows=names)

    return app


def _ours() -> Flask:
    app = Flask("webhook")
    curves.A_MINUTE = 1_000_000
    app.register_blueprint(public.blueprint())
    app.register_blueprint(api.blueprint(a_minute=1_000_000))
    return app
