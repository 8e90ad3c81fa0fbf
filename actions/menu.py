"""The services as a menu: what the official account shows below the chat, and the phone simulator too."""

# Three headings of up to five entries: the entry's name, and the words that it says for the farmer.
# WeChat allows 16 bytes for a heading and 60 for an entry.
MENU: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "行情供求",
        (
            ("今天菜价", "白菜多少钱"),
            ("行情走势", "白菜最近行情"),
            ("哪里有卖", "哪里有卖茶油的"),
            ("哪个要收", "哪个收稻谷"),
            ("价格提醒", "我设了哪些提醒"),
        ),
    ),
    (
        "技术务工",
        (
            ("种养技术", "桔子树叶子黄了怎么办"),
            ("招工信息", "哪里有活做"),
            ("找农技员", "我要找技术员"),
        ),
    ),
    (
        "政策办事",
        (
            ("最近通知", "最近有什么通知"),
            ("种粮补贴", "种粮补贴好久发"),
            ("反映问题", "我要反映问题"),
            ("每天一条", "订阅"),
            ("怎么使用", "菜单"),
        ),
    ),
)
