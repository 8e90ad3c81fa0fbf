"""What staff call the things that farmers ask for."""

INTENT_NAMES = {
    "greet": "打招呼", "goodbye": "告别", "thanks": "道谢", "help": "问怎么用", "chitchat": "闲聊", "affirm": "说是",
    "deny": "说不", "cancel": "退出", "more": "看更多", "choose": "按号选", "ask_price": "问价格",
    "ask_price_trend": "问行情走势", "compare_prices": "比价", "set_price_alert": "设价格提醒",
    "list_price_alerts": "看价格提醒", "delete_price_alert": "删价格提醒", "find_jobs": "找活干", "post_job": "招人",
    "ask_technique": "问技术", "ask_expert": "找农技员", "find_supply": "找卖家", "find_demand": "找买家",
    "post_supply": "发布卖", "post_demand": "发布买", "my_posts": "看我发的", "ask_notice": "问政策通知",
    "read_newspaper": "看手机报", "subscribe": "订阅", "unsubscribe": "退订", "give_feedback": "反映情况",
    "check_feedback": "查反映的事", "set_location": "说自己在哪", "ask_weather": "问天气",
    "out_of_scope": "听不懂或不归我们管",
    "image": "发图片", "voice": "发语音", "location": "发位置", "video": "发视频", "link": "发链接",
}  # fmt: skip
