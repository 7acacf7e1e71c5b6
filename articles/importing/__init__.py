"""Reading articles from files. Nothing here touches the database."""

from .decoding import read
from .errors import ManuscriptError
from .manuscript import Block, Bullets, Heading, Manuscript, Paragraph, Quotation, QuoteSpan, SourceLine
from .mentions import KnownPerson, Mentions, MentionSpan, SharedName, find_mentions
from .names import suggest_people
from .parsing import parse

__all__ = [
    "Block",
    "Bullets",
    "Heading",
    "KnownPerson",
    "Manuscript",
    "ManuscriptError",
    "MentionSpan",
    "Mentions",
    "Paragraph",
    "Quotation",
    "QuoteSpan",
    "SharedName",
    "SourceLine",
    "find_mentions",
    "parse",
    "read",
    "suggest_people",
]
