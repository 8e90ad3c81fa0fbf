"""「看手机报」: the county newspaper, for staff to send."""

from actions.base import KeptForStaff


class ReadNewspaper(KeptForStaff):
    """The county’s mobile newspaper."""

    intent = "read_newspaper"
    example = "看手机报"
    promise = "这里还没有手机报。您的话已记下，工作人员会看到。想看通知请发：最近有什么通知"
