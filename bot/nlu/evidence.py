"""What a message must hold before a reading of it counts: a classifier picks the likeliest intent even for nonsense."""

import re
from collections.abc import Sequence

from bot.nlu import word_kinds
from bot.nlu.spans import Span

Ranking = tuple[tuple[str, float], ...]

_GOODS = frozenset({"commodity"})
_SICKNESS = frozenset({"commodity", "problem"})
_PLACE = frozenset({"region", "market"})

# What we would look up or ask back for stands on an entity of one of these kinds, or else on these words.
_NEEDS: dict[str, tuple[frozenset[str], str]] = {
    "ask_price": (
        _GOODS | {"market", "region", "date"},
        r"钱|价|贵|便宜|行情|好多一|几块|几毛|多少一|[咋么]个?卖|葱|(?:外省|县里|镇上|那边)呢",
    ),
    "ask_price_trend": (_GOODS, r"最[高低]|卖到|价|行情|涨|跌|走势|贵|便宜|猪周期|变化"),
    "compare_prices": (_GOODS | _PLACE, r"价|贵|便宜|划算|卖|钱|市场"),
    "find_jobs": (
        frozenset({"job_type", "wage"}),
        r"工(?!作|资)|找.{0,4}工作|工作.{0,3}(?:有|找|招|哪)|(?:推荐|换).{0,3}工作|(?:哪里|有没有|有|招|介绍).{0,4}工作|活|事情?[做搞]|做的事|失业|副业|做点?事|找个?事|[招召]|请人|要人|找人|缺人|上班|就业|岗位|兼职|[赚挣搞].{0,2}钱|日结|求职|师傅|五险"
        r"|哪里.{0,3}要|会.{0,6}要不要|小时工|采",
    ),
    "post_job": (
        frozenset({"job_type", "wage"}), r"招|请.{0,6}[人工个帮]|雇|缺.{0,3}人|要.{0,3}[人工]|找.{0,4}[人工个]|人手"
    ),
    "find_supply": (_GOODS, r"买|卖|购|批发|供|出售|转让|货|苗|种|肥|料"),
    "find_demand": (_GOODS, r"收|要|卖|买|购|老板|贩子|销|出手"),
    "post_supply": (_GOODS | {"quantity"}, r"卖|出售|出手|处理|转让|有货|供|预订"),
    "post_demand": (_GOODS | {"quantity"}, r"买|收|求购|要|采购"),
    "ask_technique": (
        _SICKNESS,
        r"种|栽|育|秧|苗|肥|虫|药|病|田|土|地里|叶|根|果|花|穗|谷|禾|菜|草|茶|喂|养|猪|牛|羊|鸡|鸭|鹅|鱼|虾|兔|蜂|圈|塘|棚|膜|墒|冻|旱|涝|雨|霜|寒"
        r"|嫁接|剪|打顶|授粉|采收|储|保鲜|沼|仔|崽|孵|下蛋|疫苗|消毒|配种|断奶|[灌排]水|整地|翻耕|机插|收割|间隔期|粪|窖|过冬|打几次|打一次|蚂蟥|能不能用",
    ),
    "set_location": (
        _PLACE,
        r"位置|住|搬|[镇乡村组](?!爱情)|街道|定位|老家|所在地|换个地方|我在.{2,4}$|我是.{2,4}[的滴]",
    ),
}  # fmt: skip
_WORDS = {intent: re.compile(words) for intent, (_, words) in _NEEDS.items()}

# Other trades, whatever else the message holds.
_ELSEWHERE = re.compile(
    r"导航|航班|机票|飞机|火车|高铁|列车|公交|地铁|自驾|电影|影院|电视剧|频道|卫视|(?<![钱块元])[一二三四五六七八]台$|[一二三四五六七八]套$"
    r"|首歌|听歌|歌曲|唱歌|音乐|听书|小说|游戏|动漫|动画|播放|第.{1,3}集|广播|调频|fm\d|直播间|闹钟|壁纸|截图|截屏|录屏|蓝牙|充电|摄像头|显示屏|内屏"
    r"|oppo|vivo|iphone|reno\d|findx|qq|微博|酷狗|优酷|软件|app|密码|指纹|解锁|开机|关机|重启|红包|次方|平方根?的|立方|除以|乘以|股票|股价|市值|开奖|彩票|大乐透"
    r"|双色球|星座|运势|[鼠牛虎兔龙蛇马羊猴鸡狗猪]年出生|赛程|比赛|球队|联赛|nba|男朋友|女朋友|美女|小姐姐|找小姐|红灯区|谜语|笑话|成语|古诗|诗词|下一句|英语怎么|翻译"
    r"|你(?:值|卖|的命)|把你|卖了你|娱乐|体育|财经|打电话给|接(?:听|电话)|(?<![站所员家社])的号码|待办|股市|上网|打给|短信给|信息给|邮件|打开(?!.{0,4}(?:我的)?(?:手机报|报|推送|提醒|看看|是|销路))|淘宝|京东|抖音|快手|支付宝|百度"
)
# What an 苹果 is besides a fruit, seen only where no price or technique of the fruit is meant.
_DEVICE = re.compile(
    r"(?:苹果|小米)(?:[一二三四五六七八九十\d]+(?!月|号|日|斤|块|元|毛|个|吨|亩|年)|手机|电脑|系统|平板|耳机|数据|导入|充)"
    r"|手机(?![报抱])|电脑|屏幕|平板|耳机|充不进"
)
_KITCHEN = re.compile(
    r"的做法|(?<![肥灰粪炭土厢垄床棚窖箱圈])(?:怎么|怎样|如何)[做烧拌](?:[啊呀了呢的]|[^\w])*$|[炒煮蒸炖烤拌].{0,4}怎么做|[麻酸香]辣|要.{0,2}材料|如何[炒煮蒸炖烤炸]|菜谱|什么菜|哪些菜|好吃|怎么?样?(?:去|来)?[炒煮蒸炖烤炸煎卤]|怎样[炒煮蒸炖烤炸煎卤]|红烧|凉拌|糖醋|宫[保爆]|酸辣|酸甜|[汤粥饼羹]|鸡翅|排骨|炒鸡蛋|冰糖葫芦"
    r"|功效|营养|热量|卡路里|减肥|抗癌|养颜|一起吃|什么吃|同吃|相克|意大利面|制作|喝.{0,3}茶|用什么材料|哪些材料|想吃|要吃|哪里吃|(?<!测土)(?<!饲料)(?<!菌料)(?<!饲料的)(?<!菌料的)(?<!下料的)配方|拉面|粽子|西米露|糕|糍粑|泡菜|坛子|豆豉|[炒炖蒸].{0,2}[肉菜蛋苗]"
)
_TRADE = re.compile(r"钱|价|卖|买|收|行情|贵|批发|怎么种|栽|饲料|喂")
# Sicknesses that people have as well: an animal must be named.
_HUMAN = re.compile(
    r"咳嗽|发[烧热]|腹泻|拉肚子|拉稀|感冒|头[疼痛晕]|乳腺炎|肺|肩周|牛皮癣|关节|牙[疼痛]|失眠|疼痛|难受|湿疹|破伤风|疣|性病|淋病|梅毒|艾滋|怀孕|打瞌睡|伤心|高血压|降压|血糖|糖尿|痛风"
)
_ANIMAL = re.compile(r"猪|牛(?!皮癣)|羊|鸡|鸭|鹅|鱼|虾|鳖|兔|狗|仔|崽|畜|禽|打药|树|苗|叶")
_FROM_TO = re.compile(
    r"从(?!.*搬).*到|^(?!.*[搬换嫁住改]).*去|听|唱|搜索|传送|限行|(?<!钱一)(?<!块一)(?<!元一)台$|高清|看.{0,6}(?:台|套|故事)|(?<![换嫁位搬改来])到[^来]{2,5}$|票|^到|美食|景点|旅游|好玩"
)
_BOUGHT = frozenset({"ask_price", "ask_price_trend", "find_supply", "find_demand", "post_supply", "post_demand"})
# Pinyin is left to the classifier.
_HAN = re.compile(r"[\u3400-\u9fff]")
_NONE = "out_of_scope"
# Services that people ask for by name: a reading of so small a share has only a likeness of words. The limits stand
# below every right reading of the tuning half.
_LEAST = {
    "set_price_alert": 0.45, "list_price_alerts": 0.4, "delete_price_alert": 0.35, "subscribe": 0.35,
    "unsubscribe": 0.27, "read_newspaper": 0.4, "check_feedback": 0.38, "ask_expert": 0.38, "my_posts": 0.38,
}  # fmt: skip
# What is left of the share of none where a name of ours stands, and where only such words do.
_DOUBT_OF_FARMING, _DOUBT_OF_WORDS = 0.25, 0.5
_FARM_WORDS = frozenset({"care", "input", "stock", "field"})
_OUR_WORDS = _FARM_WORDS | {"public", "labour"}
TALK = frozenset(
    {
        "greet",
        "goodbye",
        "thanks",
        "help",
        "chitchat",
        "affirm",
        "deny",
        "cancel",
        "more",
        "choose",
        "give_feedback",
        _NONE,
    }
)


def weighed(ranking: Ranking, text: str, spans: Sequence[Span]) -> Ranking:
    """The ranking with the share of every reading that nothing in the normalised text bears out given to none."""
    kinds = {span.entity for span in spans if not span.weak}
    words = {kind for of_word in word_kinds.of(text) for kind in of_word}
    shares = {intent: share for intent, share in ranking if intent == _NONE or stands(intent, text, kinds, words)}
    shares[_NONE] = shares.get(_NONE, 0.0) + sum(share for intent, share in ranking if intent not in shares)
    if len(shares) > 1 and not _of_other_trades(text):
        shares[_NONE] *= _doubt(kinds, words)
        whole = sum(shares.values())
        shares = {intent: share / whole for intent, share in shares.items()}
    best = max(shares, key=shares.__getitem__)
    if shares[best] < _LEAST.get(best, 0.0):
        shares[_NONE] += shares.pop(best)
    return tuple(sorted(shares.items(), key=lambda reading: -reading[1]))


def _doubt(kinds: set[str], words: set[str]) -> float:
    """How far to believe that a message is none of our business: little where it names what we know."""
    if kinds & _SICKNESS:
        return _DOUBT_OF_FARMING
    return _DOUBT_OF_WORDS if words & _OUR_WORDS else 1.0


def _of_other_trades(text: str) -> bool:
    return bool(
        _ELSEWHERE.search(text)
        or _DEVICE.search(text)
        or (_KITCHEN.search(text) and not _TRADE.search(text))
        or (_HUMAN.search(text) and not _ANIMAL.search(text))
        or _FROM_TO.search(text)
    )


def stands(intent: str, text: str, kinds: set[str], words: set[str]) -> bool:
    """Whether a text with entities of these kinds, and words of these, can have this intent at all."""
    if intent in TALK or not _HAN.search(text):
        return True
    if _ELSEWHERE.search(text) or (_DEVICE.search(text) and intent in _BOUGHT | {"ask_technique"}):
        return False
    if intent not in _NEEDS:
        return True
    if intent not in ("read_newspaper", "ask_expert") and _KITCHEN.search(text) and not _TRADE.search(text):
        return False
    if intent == "ask_technique" and _HUMAN.search(text) and not _ANIMAL.search(text):
        return False
    if intent == "set_location" and _FROM_TO.search(text):
        return False
    if intent == "ask_technique" and words & _FARM_WORDS and not _of_other_trades(text):
        return True
    needed, _ = _NEEDS[intent]
    return bool(needed & kinds) or bool(_WORDS[intent].search(text))
