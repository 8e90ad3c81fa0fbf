"""Personal data in free text."""

import re

from knowledge.phones import phones

_PHONE = re.compile(r"(?<!\d)(1\d{2})[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}-?)\d{4,5}(\d{3})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{9}[\dXx](?!\d)|(?<!\d)\d{16,19}(?!\d)")


def masked(text: str) -> str:
    """The text with phone numbers in any spelling as 139****1234 and longer personal numbers gone."""
    written = _IDENTITY.sub("****", _LANDLINE.sub(r"\1****\2", _PHONE.sub(r"\1****\2", text)))
    for phone in reversed(phones(written)):
        written = written[: phone.start] + phone.masked + written[phone.end :]
    return written


def without_identities(text: str) -> str:
    """The text with numbers of identity and bank cards gone."""
    return _IDENTITY.sub("****", text)
