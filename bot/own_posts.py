"""「卖完了」, 「已招满」, 「续」: what a farmer says of a post of his own, whatever else it might mean."""

import re
from dataclasses import replace

from actions.my_posts import ACT, DONE, END, EXTEND, UNDONE, WITHDRAW
from bot import follow_ups
from bot.dispatch import Request
from bot.nlu.understand import Understanding
from knowledge.text import normalise

LONGEST = 20
_AFTER = r"(?:了|哒|咯|啦|的|一下|下){0,3}(?:，?(?:谢谢|多谢|帮我下架|下架|撤了|撤下来?)(?:了|哒)?)?"
_OVER = r"(?:都|全|已经?|早就?)?(?:卖[完光掉空]|招[满够齐]|人够|收[够满齐]|不招)人?"
_EXTEND = r"(?:再)?(?:续(?:期|上|1?15天)?|延期|再挂(?:15天|几天|一段))"
_THE_POST = r"(?:信息|那[条个]|发布的|帖子)"
# Who wants to sell has not sold.
_WISH = re.compile(r"想|要|怎|咋|哪|能|帮|好卖|谁|等|准备|打算")
_SAID = (
    (END, re.compile(rf".{{0,10}}?{_OVER}{_AFTER}")),
    (EXTEND, re.compile(rf"(?:.{{0,8}}?{_THE_POST}|帮我|我要|请)?{_EXTEND}{_AFTER}")),
    (UNDONE, re.compile(r"(?:还)?[没冇]有?(?:卖|收|招)(?:掉|出去|脱|到|着)?(?:人)?(?:了|哒|啊|咧)?")),
    (DONE, re.compile(r"(?:都)?(?:卖|收|招)(?:掉|出去|脱|到)?(?:了|哒)(?:人)?(?:[，, ]?[^怎咋么什啥哪吗]{0,16})?")),
    (WITHDRAW, re.compile(rf".{{0,8}}?{_THE_POST}(?:帮我)?(?:撤|下架|删掉?|取消){_AFTER}")),
)


def of(said: Understanding) -> Request | None:
    """What is to be done with a post of one's own; None for a message that says nothing of it."""
    bare = normalise(said.text).text.strip(" ,.!?。，！？、~")
    if len(bare) > LONGEST or "?" in said.text or "？" in said.text:
        return None
    act = next((act for act, pattern in _SAID if pattern.fullmatch(bare)), "")
    return (
        Request("my_posts", said.heard, (*follow_ups.entities(replace(said, entities=said.found)), (ACT, act)))
        if act
        else None
    )
