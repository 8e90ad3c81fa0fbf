"""What staff asked for and cannot have."""


class Refused(ValueError):
    """Nothing was changed; the message says why, in one line for staff."""
