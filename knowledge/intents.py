"""What messages can want, by the names that people read."""

NAMES = {
    "ask_price": "价格", "ask_price_trend": "行情走势", "compare_prices": "哪里价高", "find_jobs": "找活做",
    "ask_technique": "种养技术", "find_supply": "哪里有卖", "find_demand": "哪个收", "ask_notice": "政策通知",
    "post_supply": "发布要卖的", "post_demand": "发布要收的", "post_job": "发布招工", "ask_expert": "找农技员",
    "give_feedback": "反映问题", "ask_weather": "天气", "set_price_alert": "到价提醒", "subscribe": "定时发送",
    "my_posts": "我发布的", "check_feedback": "反映的事办得怎样", "set_location": "告诉我您在哪里",
    "list_price_alerts": "我的提醒", "delete_price_alert": "取消提醒", "unsubscribe": "不要再发",
    "read_newspaper": "手机报",
}  # fmt: skip
# Parts of a talk, which are no service; staff name them when a message was understood wrongly.
OF_TALK = {
    "affirm": "答应（好的）", "deny": "不要（不是）", "cancel": "退出", "choose": "选数字", "more": "更多",
    "greet": "打招呼", "goodbye": "再见", "thanks": "道谢", "chitchat": "闲聊", "help": "问能做什么",
    "out_of_scope": "别的（帮不上）",
}  # fmt: skip
# What messages count as without being a question that was understood.
KEPT = {"image": "图片", "voice": "语音", "unanswered": "没答成", "useless": "答复没用", "verdict": "说有用没用"}


def name(intent: str) -> str:
    """The name that people read; the intent's own where it has none."""
    return NAMES.get(intent) or OF_TALK.get(intent) or KEPT.get(intent) or intent
