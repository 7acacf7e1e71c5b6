"""What goes wrong with a file: a code and the values its sentence needs; the words are the caller's."""

from enum import StrEnum


class Fault(StrEnum):
    """Why a file cannot be read as an article."""

    TOO_LARGE = "too large"
    EMPTY = "empty"
    DOCUMENT = "document"
    CONTROL_CHARACTER = "control character"
    BINARY = "binary"
    UNDECODABLE = "undecodable"
    NO_WORDS = "no words"
    LONG_HEADLINE = "long headline"
    HEADLINE_WITHOUT_WORDS = "headline without words"
    TOO_NESTED = "nested too deep"
    ONLY_A_HEADLINE = "only a headline"
    # Of a format that is not read: its sentence says how to get the text out.
    REFUSED = "refused"
    # Larger than its format may be: with how many MB it may have at most.
    TOO_BIG = "too big"
    # What it unpacks to is more than any article is.
    TOO_MUCH = "too much"
    TOO_SLOW = "too slow"
    DAMAGED = "damaged"


class ManuscriptError(Exception):
    """A file cannot be read as an article."""

    def __init__(self, fault: Fault, *, line: int, **values: str | int) -> None:
        self.fault = fault
        self.line = line
        self.values = values
        super().__init__(f"{fault} (line {line})")
