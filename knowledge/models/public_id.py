"""Names of posts in addresses: random, so that nobody gets from one to the next."""

import secrets

# No 0 and o, 1 and l and i: some are read out over the telephone.
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10


def new() -> str:
    """A name of 49 random bits, which begins with a letter."""
    first = secrets.choice(_LETTERS[8:])
    return first + "".join(secrets.choice(_LETTERS) for _ in range(LENGTH - 1))
