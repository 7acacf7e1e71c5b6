"""The weights of a change and the kinds of facts."""

from enum import IntEnum, StrEnum


class Weight(IntEnum):
    """How much changed, the least first."""

    NOTHING = 0
    SPELLING = 1
    WORDS = 2
    FACT = 3


class Fact(StrEnum):
    """What kind of thing is stated otherwise."""

    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    QUOTATION = "quotation"
    SPEAKER = "speaker"
    SOURCE = "source"
    LINK = "link"
    PICTURE = "picture"
    DETAILS = "details"
