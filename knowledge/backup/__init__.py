"""Backups: a whole store as one file, of either database and for either."""

from knowledge.backup.file import Refused, opened
from knowledge.backup.restoring import Restored, restore
from knowledge.backup.taking import take

__all__ = ["Refused", "Restored", "opened", "restore", "take"]
