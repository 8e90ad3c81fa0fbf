"""Who may open what: every route of the console stands here, or the build fails."""

import time
from collections.abc import Callable

from knowledge import settings
from knowledge.db import Store
from knowledge.imports import uploads
from knowledge.models.staff import Staff
from knowledge.staff import accounts
from knowledge.staff.access import actor_of
from tests.web.console.conftest import NOW, VILLAGE_A

EVERYBODY = frozenset({"county", "township_a", "township_b", "village_a"})
COUNTY, TOWNSHIPS = frozenset({"county"}), frozenset({"county", "township_a", "township_b"})
# Rows of township A are its own's, its villages' above all, and the county's.
OF_A = frozenset({"county", "township_a", "village_a"})

# Who may, and what fills the address: a function that makes a row in township A and returns its number.
Row = tuple[frozenset[str], Callable[[Store], dict[str, object]] | None]


def _staff_of_a(store: Store) -> dict[str, object]:
    name = f"another {time.monotonic_ns()}"
    with store.writing() as session:
        made = Staff(name=name, role="village", region_code=VILLAGE_A, password_hash="", made_at=NOW)
        session.add(made)
        session.flush()
        return {"number": made.id}


def _upload_of_a(store: Store) -> dict[str, object]:
    with store.reading() as session:
        sender = accounts.by_name(session, "township_a")
    assert sender
    line = '{"title": "t", "body": "b", "publisher": "p", "region": "", "category": "c", "date": "2026-11-20"}'
    data_dir = settings.current().data_dir
    return {"token": uploads.keep(data_dir, actor_of(sender), "notices", "n.jsonl", line.encode(), NOW).token}


ROUTES: dict[str, Row] = {
    "console.start": (EVERYBODY, None),
    "console.logout": (EVERYBODY, None),
    "console.password": (EVERYBODY, None),
    "console.second_factor": (EVERYBODY, None),
    "console.staff": (TOWNSHIPS, None),
    "console.new_password": (frozenset({"township_a"}), _staff_of_a),
    "console.end_staff": (frozenset({"township_a"}), _staff_of_a),
    "console.log": (COUNTY, None),
    "console.figures": (COUNTY, None),
    "console.figures_file": (COUNTY, None),
    "console.imports": (EVERYBODY, None),
    "console.import_now": (frozenset({"township_a"}), _upload_of_a),
    "console.import_template": (COUNTY, lambda _store: {"kind": "prices"}),
}
# For whoever is not logged in yet.
OPEN = frozenset({"console.static", "console.login", "console.code"})
