"""Search: candidates from the database's index, ranked by our own score so that both databases agree."""

from knowledge.search.find import find, parts, scored
from knowledge.search.index import Section, index, remove
from knowledge.search.on import texts_on
from knowledge.search.score import Found
from knowledge.search.wanted import GAP, matter

__all__ = ["GAP", "Found", "Section", "find", "index", "matter", "parts", "remove", "scored", "texts_on"]
