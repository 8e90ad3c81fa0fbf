"""Farmers' words as others may quote them: without phones, long numbers and the names that can be told by rule."""

import re

from knowledge.privacy import masked

# The hundred surnames that most people bear, and some of two characters.
_SURNAMES = (
    "欧阳|司马|上官|诸葛|[王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范"
    "江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚]"
)
_TITLES = (
    "书记|主任|支书|村长|组长|队长|镇长|乡长|县长|局长|科长|站长|所长|会计|老板|经理|医生|老师|师傅|干部|委员|总"
    "|先生|女士|同志|家里?|屋里"
)
_WITH_TITLE = re.compile(rf"(?:{_SURNAMES})[\u4e00-\u9fa5]{{0,2}}?(?=(?:{_TITLES}))")
_SAID_TO_BE = re.compile(
    rf"(?P<head>我是|我叫|名叫|叫做?|姓名[:：]?|联系人[:：]?|户主|户名)(?P<name>(?:{_SURNAMES})[\u4e00-\u9fa5]{{1,2}})"
    r"(?=[，,。；;！!、\s\d]|的|$)"
)


def quoted(text: str) -> str:
    """The text without what tells who is meant; whoever releases it looks at what no rule can tell."""
    plain = _SAID_TO_BE.sub(lambda found: f"{found['head']}某某", masked(text))
    return _WITH_TITLE.sub("某", plain)
