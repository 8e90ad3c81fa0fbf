"""Animals that may have a reportable epidemic: what comes before any answer."""

from sqlalchemy.orm import Session

from knowledge.danger import suspected
from knowledge.models import contact


def first_of_all(text: str, session: Session) -> str:
    """What to do at once where animals may have a reportable epidemic; empty where nothing speaks for one.

    Source: 动物防疫法 (2021), 第三十一条: who finds animals that have an epidemic or may have one reports at once and
    keeps it from spreading; 第二十九条: they must not be killed for sale, traded or carried.
    """
    name = suspected(text)
    if not name:
        return ""
    whom = contact.reachable(session, "county_livestock", "镇畜牧站，也可打12316")
    like = "要紧的传染病" if name == "疫病" else f"{name}这样的疫病"
    return (
        f"【先报告】像{like}，说不准，先当它是：\n"
        "1. 病的死的都不搬、不卖、不杀、不剖、不丢\n"
        "2. 人、车、牲口先别进出\n"
        f"3. 马上报{whom}\n"
        "（动物防疫法第三十一条：疑似染疫要立即报告）"
    )
