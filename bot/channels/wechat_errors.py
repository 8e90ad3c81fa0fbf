"""What WeChat's error codes mean for us."""

from enum import Enum


class Kind(Enum):
    """What is to be done about a refusal."""

    TOKEN = "the access token is no longer valid"  # noqa: S105 - words, no secret
    BUSY = "WeChat is busy"
    SETTINGS = "AppID, AppSecret or the IP white list is wrong, or the account must confirm"
    PERSON = "the person no longer follows the account, or refuses its messages"
    CLOSED = "the person's last message is too long ago, or its five messages are used up"
    QUOTA = "the day's quota is used up"
    SLOW = "too many calls this minute"
    RIGHTS = "the account has no right to this call"
    MEDIA = "the picture is no longer there, or never was"
    OURS = "the call was malformed"
    UNKNOWN = "no answer came: whether it was done is not known"
    UNSENT = "WeChat could not be reached"


_CODES: dict[Kind, tuple[int, ...]] = {
    Kind.TOKEN: (40001, 40014, 42001),
    Kind.BUSY: (-1,),
    Kind.SETTINGS: (40002, 40013, 40125, 40164, 40243, 61004, 89501, 89503, 89506, 89507),
    Kind.PERSON: (40003, 43004, 43019, 43101, 46004, 48002, 50005),
    Kind.CLOSED: (45015, 45047),
    Kind.QUOTA: (45009,),
    Kind.SLOW: (45011,),
    Kind.MEDIA: (40007,),
    Kind.RIGHTS: (45106, 48001, 48004, 50002),
}
_KINDS = {code: kind for kind, codes in _CODES.items() for code in codes}


def kind_of(code: int) -> Kind:
    """The class of an error code; one that is not listed is a fault of the call."""
    return _KINDS.get(code, Kind.OURS)


class WeChatRefused(Exception):
    """A call did not do what it should; the message is one line without secrets."""

    def __init__(self, kind: Kind, code: int = 0, said: str = "") -> None:
        super().__init__(f"WeChat: {kind.value}" + (f" (errcode {code}, {said[:120]})" if code else ""))
        self.kind = kind
        self.code = code
