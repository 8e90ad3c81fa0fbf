"""WeChat's signatures and safe mode.

Source: the official account's message encryption scheme: AES-256-CBC, the key's first 16 bytes as IV, PKCS#7 to
32-byte blocks around random(16) | length | message | appid.
"""

import base64
import binascii
import hashlib
import hmac
import os
import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


class Refused(Exception):
    """A push that does not prove where it comes from; one refusal for every reason, so that it tells nothing."""


def signature(*parts: str) -> str:
    """Hexadecimal SHA-1 of the sorted parts."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8", "replace")).hexdigest()  # noqa: S324 - WeChat's choice


def is_signed(given: str, *parts: str) -> bool:
    """Whether `given` is the parts' signature, in constant time; any text may be given."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), signature(*parts).encode("ascii"))


@dataclass(frozen=True)
class Cryptor:
    """Opens and seals messages of one account; the previous key is tried second."""

    token: str
    appid: str
    keys: tuple[str, ...]

    def opened(self, encrypted: str) -> tuple[str, str]:
        """The message XML of a cipher text whose signature has been checked, and the key that opened it.

        Raises Refused.
        """
        for key in self.keys:
            try:
                return self._open(encrypted, key), key
            except (ValueError, binascii.Error, struct.error):
                continue
        raise Refused

    def sealed(self, xml: str, key: str, timestamp: str, nonce: str) -> str:
        """The reply envelope around an XML reply."""
        message = xml.encode("utf-8")
        plain = os.urandom(16) + struct.pack(">I", len(message)) + message + self.appid.encode("ascii")
        pad = BLOCK - len(plain) % BLOCK
        encryptor = _cipher(key).encryptor()
        encrypted = base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode(
            "ascii"
        )
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{signature(self.token, timestamp, nonce, encrypted)}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        )

    def _open(self, encrypted: str, key: str) -> str:
        """Raises ValueError (or one of its kind) at the first step that fails."""
        sealed = base64.b64decode(encrypted.encode("ascii"), validate=True)
        if not sealed or len(sealed) % BLOCK:
            raise ValueError("length")
        decryptor = _cipher(key).decryptor()
        plain = decryptor.update(sealed) + decryptor.finalize()
        pad = plain[-1]
        if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
            raise ValueError("padding")
        body = plain[:-pad]
        (length,) = struct.unpack(">I", body[16:20])
        if length > len(body) - 20 or not hmac.compare_digest(body[20 + length :], self.appid.encode("ascii")):
            raise ValueError("appid")
        return body[20 : 20 + length].decode("utf-8")


def _cipher(key: str) -> Cipher[modes.CBC]:
    raw = base64.b64decode(key + "=")
    return Cipher(algorithms.AES(raw), modes.CBC(raw[:16]))
