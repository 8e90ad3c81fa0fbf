"""「洋芋叶子发黄咋搞」: the passage that answers, not the head of the article."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import as_sent, asked_on, doubt, passages, wording
from actions.base import Answer, Choice, FarmAction, Question
from knowledge import articles_told, search
from knowledge.catalogue import CommodityName
from knowledge.models import article
from knowledge.models import passage as passage_model
from knowledge.models.article import Article
from knowledge.models.passage import Part, Passage
from knowledge.text import name_token

KIND = articles_told.KIND
# Below these a passage shares words with the question but not its matter; tuned on the tuning half of the questions.
MOST_WEIGHED = 12
ENOUGH, ENOUGH_WITH_SUBJECT, NEAR = 0.65, 0.45, 0.2
# A text that fits so much less than the best one is on something else, even where that one is not good enough.
BEHIND = 0.5
# So much of the words said must stand in a text that is on none of the problems named.
TOLD = 0.2


class AskTechnique(FarmAction):
    """Growing, feeding, protecting: from reviewed or plainly unreviewed articles."""

    intent = "ask_technique"
    example = "洋芋叶子发黄咋搞"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The best passage with its source; below the threshold an open question with the three nearest titles."""
        chosen = _chosen(question, knowledge)
        if chosen:
            return _shown(chosen, question, knowledge)
        if question.values("shown"):
            interval, part = asked_on.interval(question, knowledge), asked_on.part(question, knowledge, KIND)
            if interval:
                return interval
            if part:
                return _shown(part, question, knowledge)
        ranked = search.find(
            knowledge,
            question.text,
            _named(question),
            kinds=(KIND,),
            limit=MOST_WEIGHED,
            asked=passages.matter(question),
        )
        over = article.ended(knowledge, [hit.passage.row_id for hit in ranked], question.today)
        found = [hit for hit in ranked if hit.passage.row_id not in over]
        near = (hit for hit in found if hit.score >= BEHIND * found[0].score)
        fitting = sorted(
            (hit for hit in near if _good_enough(hit, question)), key=lambda hit: _is_on_sibling(hit, question)
        )
        on_the_work = (
            hit
            for hit in fitting
            if passages.same_work(question, hit.passage.title) and not _is_on_sibling(hit, question)
        )
        on_the_problem = (hit for hit in fitting if _is_on_problem(hit, question))
        best = next(on_the_work, None) or next(on_the_problem, fitting[0] if fitting else None)
        if best is None:
            interval = asked_on.interval(question, knowledge)
            titles = [hit.passage.title for hit in found[:3]]
            return interval or _not_yet(question, titles, as_sent.restricted(question), knowledge)
        part = passages.fitting(knowledge, question, KIND, best.passage.row_id)
        return _shown(part, question, knowledge, doubt.said(question, best))


def _shown(passage: Part, question: Question, knowledge: Session, before: str = "") -> Answer:
    """The passage with its source, then the article's other parts."""
    written = knowledge.get_one(Article, passage.row_id)
    text, rest = as_sent.article(
        written,
        passage_model.of(knowledge, KIND, passage.row_id),
        passage,
        question.today,
        articles_told.station(knowledge),
        ruled=as_sent.restricted(question),
        before=before,
        unsaid=doubt.unsaid(question, passage),
    )
    return Answer(text, rests_on=(("article", written.id),), rest=rest)


def _chosen(question: Question, knowledge: Session) -> Part | None:
    """The part to show of an article that was picked from a list."""
    titles = question.values("title")
    if not titles:
        return None
    of_title = select(Passage.row_id).where(Passage.kind == KIND, Passage.title == titles[0])
    answering = select(Article.id).where(article.answering(question.today))
    row_id = knowledge.scalar(of_title.where(Passage.row_id.in_(answering)).limit(1))
    return passages.fitting(knowledge, question, KIND, row_id) if row_id else None


def _named(question: Question) -> list[list[str]]:
    """Commodities, each with its wider names, and problems."""
    wanted = dict.fromkeys([*question.commodities, *_crops(question)])
    crops = [question.names.family(commodity) for commodity in wanted]
    return [*crops, *([problem] for problem in question.values("problem"))]


def _crops(question: Question) -> list[CommodityName]:
    """What of the question's commodities grows or lives: a film is no subject of an article, a tea plant's young is."""
    grown = [question.names.grown(commodity) or commodity for commodity in question.commodities]
    return [commodity for commodity in grown if commodity.category != "农资"]


def _kin(crop: CommodityName, question: Question) -> list[str]:
    """The crop by its own name, the wider ones and the narrower ones: 牛 may be answered for 黄牛."""
    return [*question.names.family(crop), *(below.name for below in question.names.descendants(crop))]


def _is_on_sibling(hit: search.Found, question: Question) -> bool:
    """Whether a text is on another crop of the same kind than the one asked for: 早稻, where 晚稻 is asked for."""
    subject = set(hit.passage.subject_tokens.split())
    for crop in _crops(question):
        siblings = question.names.children.get(crop.parent_id, ()) if crop.parent_id else ()
        others = {name_token(question.names.commodities[number].name) for number in siblings if number != crop.id}
        if name_token(crop.name) not in subject and others & subject:
            return True
    return False


def _is_on_problem(hit: search.Found, question: Question) -> bool:
    subject = set(hit.passage.subject_tokens.split())
    return any(name_token(problem) in subject for problem in question.values("problem"))


def _good_enough(hit: search.Found, question: Question) -> bool:
    """An article on the crop asked for that is on its problem too, or holds enough of what else was said."""
    subject = set(hit.passage.subject_tokens.split())
    crops = {name_token(name) for crop in _crops(question) for name in _kin(crop, question)}
    if crops and not crops & subject:
        return False
    if _is_on_problem(hit, question):
        return True
    if doubt.asks_which(question) and not doubt.is_on_sickness(hit.passage.title, question):
        # 叶子起白道道是什么病: when to sow says nothing of that.
        return False
    if crops and passages.same_work(question, hit.passage.title):
        return True
    if question.values("problem") and hit.coverage < TOLD:
        # 母猪不发情: a text on sows that has no word of it answers nothing.
        return False
    return hit.near >= NEAR and hit.spelled >= (ENOUGH_WITH_SUBJECT if crops else ENOUGH)


def _not_yet(question: Question, titles: list[str], ruled: str, knowledge: Session) -> Answer:
    lines = [ruled] if ruled else []
    lines.append(f"这个我还答不好，已转农技员。{wording.KEPT}急的话请问{articles_told.station(knowledge)}。")
    if titles:
        lines.append(f"您也可以看（回复数字）：\n{wording.numbered(titles)}")
    choices = tuple(Choice(title, "ask_technique", (("title", title),)) for title in titles)
    return Answer("\n".join(lines), choices=choices, is_open=True)
