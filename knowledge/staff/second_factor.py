"""The second factor: codes of six digits that change every 30 seconds (RFC 6238), each good once."""

from datetime import datetime

import pyotp

from knowledge.models.staff import Staff
from knowledge.vault import Vault

ISSUER = "田讯"
_STEP_SECONDS = 30


def new_secret() -> str:
    """A secret to be shared with an authenticator."""
    return pyotp.random_base32()


def address(secret: str, name: str) -> str:
    """What the authenticator reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The 30 seconds whose code it is: these, or the ones before or after; None for a wrong code."""
    step = int(now.timestamp()) // _STEP_SECONDS
    shared = pyotp.TOTP(secret)
    for near in (step, step - 1, step + 1):
        if pyotp.utils.strings_equal(shared.at(near * _STEP_SECONDS), code.strip()):
            return near
    return None


def passes(staff: Staff, vault: Vault, code: str, now: datetime) -> bool:
    """Whether the code is right and was not used before; it is then used."""
    if staff.totp_cipher is None:
        return False
    step = step_of(vault.opened(staff.totp_cipher), code, now)
    if step is None or step <= staff.totp_step:
        return False
    staff.totp_step = step
    return True
