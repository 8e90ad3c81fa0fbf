"""Passwords: kept as scrypt hashes, and refused where they are among the first to be guessed."""

from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from knowledge.refusal import Refused

LEAST_CHARACTERS, MOST_CHARACTERS = 12, 200
# zxcvbn's own scale: 3 stands up to ten thousand million guesses.
_LEAST_SCORE = 3


def hashed(password: str, name: str) -> str:
    """What is kept of a password; raises Refused for one that is short, long or easily guessed."""
    if not LEAST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
        raise Refused(f"密码至少 {LEAST_CHARACTERS} 个字符，最多 {MOST_CHARACTERS} 个。")
    if len(set(password)) < 5 or _score(password, name) < _LEAST_SCORE:
        raise Refused("这个密码太容易猜到：不要用名字、生日、连续的数字，可以用几个不相干的词连起来。")
    return generate_password_hash(password)


def _score(password: str, name: str) -> int:
    # Its word lists take 12 MB, in whichever process a password is set.
    from zxcvbn import zxcvbn

    return int(zxcvbn(password[:72], [name, "tianxun", "taoyuan"])["score"])


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password; takes as long for somebody who does not exist."""
    is_right = check_password_hash(kept or _nobody(), password[:MOST_CHARACTERS])
    return is_right and kept is not None


@cache
def _nobody() -> str:
    return generate_password_hash("nobody has this password")
