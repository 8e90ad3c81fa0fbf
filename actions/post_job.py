"""「我要请十个人摘茶」: hiring, taken down for staff to publish."""

from actions import posting


class PostJob(posting.Posting):
    """A job that a farmer offers."""

    intent = "post_job"
    example = "我要请十个人摘茶"
    subject = "招工"
    parts = (posting.WORK, posting.HEADS, posting.PAY, posting.PLACE, posting.PHONE)
