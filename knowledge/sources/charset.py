"""Which characters a page's bytes are: Chinese as UTF-8 or GB18030, or nothing that may be believed."""

import re

from knowledge.pages import Page
from knowledge.sources.base import LayoutChanged

_CHARSET = re.compile(r"(?:charset|encoding)\s*=[\s\"']*([\w-]{2,20})", re.IGNORECASE)
# GB18030 holds the older sets, and pages that declare those use its characters all the same.
_GB = {"gb2312", "gbk", "x-gbk", "cp936", "gb_2312-80", "gb18030"}
# Fewer characters prove nothing: any two bytes are some character of GB18030.
_ENOUGH, _DISTINCT = 20, 10
# Of pages in Chinese about four fifths are common ones; of other encodings' bytes at most three tenths.
_SHARE = 0.55
_MARKS = frozenset("，。、；：？！“”‘’（）《》【】〔〕—…·～￥℃％／－×°①②③④⑤０１２３４５６７８９")
# The commonest in any text, and then in what the product itself says of farming and places.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后"
    "作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因"
    "只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应"
    "战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿"
    "原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太"
    "量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界"
    "达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今"
    "切院让识候带导争运县镇农病菜斤叶药虫田草街苗乡核茶怎肥稻黄未登花鱼族油号蔬写逐江土阳猪价干红收防"
    "城州技瓜树掉豆早按批站青户河塘源根请复鸡桥橘讯答台换黑龙整采留桃牛启料雨备菌林烂网剪改米毒哪石园"
    "溪枝枯冬春盖晒湖坪沟器柑选片元晚霉份审装编斑谷停芽植畜玉单标椒栽补热宁穗羊薯风疫养甲绿办温每秋兽"
    "字服萝袋卜众吃冻节腐毛查排皮木示连辣照喂株密摘倒禽湿济插角包沙章症熟状籽流村半季旬准铺茄露签深消"
    "夜松挖食褐缺招粉错播库容灰川试微翻膜剂夏鸭割伤双灌害粮藕浇卖易秧甜瘟禾瑶修落省线蔸氮兴快梨蛾抽材"
    "香云填断冷旗九蒜背旱置买尖寒证配列泥慢净八隔磷丰施轻拿岭虾底洲昌甘六栏武竹阴页虱模恢梢苹七夹烧待"
    "泉块车令洗火华压永胺葡萄曲堆粪布迟隆往茎霜莲医满码乐肉临透钟晴裂牧灵脚兰杀酸撤广低拔局卷薹番浅凉"
    "紫紧板壳氟供软秆峰乌周藤差螟苏追古富您嫩项左蚜喷坏港右福副螨蜜另潮细旧蜂演鲜陵湾靠育纹越齐洞蛆除"
)


def text_of(page: Page) -> str:
    """The body as text: UTF-8, else GB18030 as header or page say, or as its own characters show.

    Raises LayoutChanged for anything else.
    """
    try:
        # Chinese text in another encoding is never valid UTF-8, so that this proves itself whatever the header says.
        text = page.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _chinese(page)
    if "\ufffd" in text or _garbled(text):
        raise LayoutChanged("文字编码不对，是乱码")
    return text


def _chinese(page: Page) -> str:
    try:
        text = page.body.decode("gb18030")
    except UnicodeDecodeError:
        raise LayoutChanged("文字编码不是网站所说的那种") from None
    letters = [letter for letter in text if not letter.isascii() and letter not in _MARKS and not letter.isspace()]
    is_enough = len(letters) >= _ENOUGH
    is_common = sum(letter in _COMMON for letter in letters) >= _SHARE * len(letters)
    is_proved = is_enough and is_common and len(set(letters)) >= _DISTINCT
    if not is_proved and ((is_enough and not is_common) or not _is_declared(page)):
        raise LayoutChanged("文字编码不是网站所说的那种")
    return text


def _is_declared(page: Page) -> bool:
    said = page.content_type + "\n" + page.body[:2048].decode("ascii", "ignore")
    return any(name.lower() in _GB for name in _CHARSET.findall(said))


def _garbled(text: str) -> bool:
    """Whether UTF-8 was taken for another encoding and saved again (大白菜: 澶х櫧鑿)."""
    if text.isascii():
        return False
    for encoding in ("gb18030", "latin-1", "cp1252"):
        try:
            text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return True
    return False
