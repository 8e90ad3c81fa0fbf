"""「我在漆河镇」: remembers the person's place, at township precision."""

from sqlalchemy.orm import Session

from actions.base import Answer, FarmAction, Question


class SetLocation(FarmAction):
    """Where 「附近」 begins for this person."""

    intent = "set_location"
    example = "我在漆河镇"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """Confirms the place, or asks for it."""
        if not question.regions:
            return Answer("您在哪个乡镇？比如：我在漆河镇", asks="region")
        code = question.regions[0]
        # Nothing finer than the township is kept: it is all that answers need.
        township = code[:9].ljust(12, "0")
        place = township if township in question.names.places.names else code
        return Answer(f"记住了，您在{question.names.places.path(place)}。以后先给您看近处的。", place=place)
