"""What a night leaves behind: pages stay as long as a row leads to them or the next night asks for them again."""

from datetime import timedelta

from sqlalchemy import delete, select

from knowledge import settings
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports import uploads
from knowledge.models.base import ImportRun
from knowledge.models.source import Fetch, KeptPage

# Addresses that name a day are asked for as long as the day is among those asked for; then never again.
_ASKED = timedelta(40)


def tidy(store: Store, clock: Clock) -> None:
    """Forgets addresses that nothing asks for any more, the pages that neither they nor rows lead to, old uploads."""
    uploads.sweep(settings.current().data_dir, clock.now())
    with store.writing(changes_answers=False) as session:
        session.execute(delete(Fetch).where(Fetch.fetched_at < clock.now() - _ASKED))
        session.execute(
            delete(KeptPage).where(
                KeptPage.sha256.not_in(select(Fetch.sha256)), KeptPage.sha256.not_in(select(ImportRun.sha256))
            )
        )
