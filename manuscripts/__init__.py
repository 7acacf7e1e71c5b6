"""From the bytes of a file to a manuscript: no database, and no words for people."""

from .decoding import read
from .errors import Fault, ManuscriptError
from .manuscript import (
    Block,
    Bullets,
    Heading,
    Manuscript,
    Paragraph,
    Quotation,
    QuoteSpan,
    SourceLine,
    texts_of,
)
from .mentions import KnownPerson, Mentions, MentionSpan, SharedName, find_mentions
from .names import people_named, suggest_people
from .parsing import parse
from .remarks import Notice, Remark

__all__ = [
    "Block",
    "Bullets",
    "Fault",
    "Heading",
    "KnownPerson",
    "Manuscript",
    "ManuscriptError",
    "MentionSpan",
    "Mentions",
    "Notice",
    "Paragraph",
    "Quotation",
    "QuoteSpan",
    "Remark",
    "SharedName",
    "SourceLine",
    "find_mentions",
    "parse",
    "people_named",
    "read",
    "suggest_people",
    "texts_of",
]
