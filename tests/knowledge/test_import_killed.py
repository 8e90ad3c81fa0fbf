"""An import whose process is killed in the middle has done nothing."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.run import import_path
from knowledge.models.article import Article
from knowledge.models.base import ImportRun
from knowledge.models.passage import Passage
from tests.test_house import ROOT

PROGRAM = """
import sys, time
from pathlib import Path
from sqlalchemy import event
from knowledge.clock import Clock
from knowledge.db import open_store
from knowledge.imports.run import import_path
from knowledge.models.article import Article

class Middle:
    seen = 0

@event.listens_for(Article, "after_insert")
def _(_mapper, _connection, _article):
    Middle.seen += 1
    if Middle.seen == 5:
        print("in the middle", flush=True)
        time.sleep(60)

import_path(open_store(sys.argv[1]), Clock(), "articles", Path(sys.argv[2]))
"""
HEAD = {"category": "", "crops": [], "problems": [], "region": "", "source": "测试来源", "date": "2026-11-20"}


def held(store: Store) -> tuple[int, ...]:
    with store.reading() as session:
        tables = (Article, Passage, ImportRun)
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def test_a_killed_import_leaves_nothing_and_goes_in_whole_the_next_time(
    store: Store, watch: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    lines = (json.dumps({**HEAD, "title": f"第{n}篇", "body": "正文。"}) for n in range(10))
    path.write_text("\n".join(lines), encoding="utf-8")
    before = held(store)
    url = store.engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, url, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as importing:
        assert importing.stdout and importing.stdout.readline() == "in the middle\n"
        importing.send_signal(signal.SIGKILL)
        importing.wait()
    assert held(store) == before
    assert import_path(store, watch, "articles", path).new == 10
