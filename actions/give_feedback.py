"""「补贴没发到我手上」: something went wrong: a person looks at it."""

from actions.base import KeptForStaff


class GiveFeedback(KeptForStaff):
    """A complaint or report."""

    intent = "give_feedback"
    example = "补贴没发到我手上"
    promise = "您反映的已记下，工作人员会看到；有了答复，您下次发消息时就告诉您。急事请打12345。"
