"""Personal data at rest: a keyed hash to find a person by, a ciphertext to reach him."""

import base64
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from knowledge import settings

# What is raised for a ciphertext of another key, or none at all.
Unreadable = InvalidToken
SECRET_FILE = "secret_key"  # noqa: S105 - its name alone


class Vault:
    """Hashes and encrypts under keys derived from one secret."""

    def __init__(self, secret: str) -> None:
        root = secret.encode("utf-8")
        self._hash_key = hmac.digest(root, b"tianxun hash", "sha256")
        self._fernet = Fernet(base64.urlsafe_b64encode(hmac.digest(root, b"tianxun cipher", "sha256")))

    def hashed(self, *parts: str) -> str:
        """A keyed hash of the parts, 64 hexadecimal digits; parts are never confused with one another."""
        joined = "\x1f".join(f"{len(part)}:{part}" for part in parts)
        return hmac.digest(self._hash_key, joined.encode("utf-8", "replace"), "sha256").hex()

    @property
    def mark(self) -> str:
        """Tells this key from others and says nothing of it."""
        return self.hashed("mark of the key")[:16]

    def sealed(self, text: str) -> bytes:
        """The text as ciphertext."""
        return self._fernet.encrypt(text.encode("utf-8"))

    def opened(self, sealed: bytes) -> str:
        """The text of a ciphertext; raises Unreadable for one of another key."""
        return self._fernet.decrypt(sealed).decode("utf-8")


@cache
def current() -> Vault:
    """This installation's vault."""
    chosen = settings.current()
    return Vault(chosen.secret_key or kept_secret(chosen.data_dir))


def mark_of(chosen: settings.Settings) -> str:
    """The mark of this installation's key; empty where it has none yet, and none is made."""
    path = chosen.data_dir / SECRET_FILE
    if not chosen.secret_key and not path.exists():
        return ""
    return Vault(chosen.secret_key or kept_secret(chosen.data_dir)).mark


def kept_secret(data_dir: Path) -> str:
    """The secret of this data folder, made once and readable by its owner alone."""
    path = data_dir / SECRET_FILE
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
