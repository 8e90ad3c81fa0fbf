"""「我发的信息还在不」: what became of one’s posts, for staff to tell."""

from actions.base import KeptForStaff


class MyPosts(KeptForStaff):
    """The state of what a farmer posted."""

    intent = "my_posts"
    example = "我发的信息还在不"
    promise = "您问的发布情况已记下，工作人员查了以后，您下次发消息时告诉您。"
