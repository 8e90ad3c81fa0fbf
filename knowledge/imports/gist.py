"""What a held row is about, without the figures and names of just that row: what staff look at together."""

UNKNOWN = "名称不认识"


def gist_of(reason: str) -> str:
    """The part of a reason that rows with the same fault share."""
    return UNKNOWN if reason.endswith("不认识") else reason.partition("（")[0]
