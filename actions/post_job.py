"""「我要请十个人摘茶」: hiring, taken down for staff to publish."""

from actions.base import KeptForStaff


class PostJob(KeptForStaff):
    """A job that a farmer offers."""

    intent = "post_job"
    example = "我要请十个人摘茶"
    promise = "招工信息已记下，工作人员核实后发布；结果您下次发消息时告诉您。"
