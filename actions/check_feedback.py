"""「我反映的事怎么样了」: the state of a report, for staff to tell."""

from actions.base import KeptForStaff


class CheckFeedback(KeptForStaff):
    """What became of a report."""

    intent = "check_feedback"
    example = "我反映的事怎么样了"
    promise = "您问的处理情况已记下，工作人员查了以后，您下次发消息时告诉您。急事请打12345。"
