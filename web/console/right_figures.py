"""The form for the figures that a price should have."""

from wtforms import StringField
from wtforms.validators import Length

from knowledge.desk import deciding
from web.console.shown import Form


class RightFigures(Form):
    """Low, average and high as staff type them, and why."""

    low = StringField("最低", [Length(max=12)])
    average = StringField("均价", [Length(max=12)])
    high = StringField("最高", [Length(max=12)])
    reason = StringField("理由", [Length(max=deciding.LONGEST)])
