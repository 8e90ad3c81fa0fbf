"""Files that people made in an office: opened only when nothing in them can fill the machine or leave its place."""


class Unfit(ValueError):
    """The file cannot be read as what it should be; the message says why, in a few Chinese words."""
