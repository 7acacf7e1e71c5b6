"""From the bytes of a file to a manuscript: no database, and no words for people."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .agencies import is_agency
from .errors import Fault, ManuscriptError
from .manuscript import (
    Author,
    Block,
    BlockQuote,
    Bullets,
    Cell,
    Cite,
    Comment,
    Embargo,
    Embed,
    Figure,
    Heading,
    Item,
    Manuscript,
    Mark,
    MarkKind,
    Note,
    Paragraph,
    Picture,
    Quotation,
    QuoteSpan,
    Rule,
    SetAside,
    SourceLine,
    Table,
    every_block,
    passages_of,
    texts_of,
    with_passages,
)
from .mentions import KnownPerson, Mentions, MentionSpan, SharedName, find_mentions
from .remarks import Notice, Remark

if TYPE_CHECKING:
    from .citing.notes import read_notes
    from .citing.unread import unread_words
    from .decoding import read
    from .formats.html.fragment import parsed
    from .formats.html.reader import EMBEDS
    from .formats.markdown import as_common, html_of
    from .formats.readers import read_text
    from .names import people_named, suggest_people
    from .reading.embargo import read_embargo, stricter
    from .reading.understanding import parse, understand, with_quotations
    from .written.docx import write_docx
    from .written.markdown import write_markdown
    from .written.page import write_page

# A process that serves pages seldom reads or writes a text, and some never: the lists of words, the patterns
# and the libraries of these come at their first use. So outside it is `manuscripts.read(…)`, and never
# `from manuscripts import read`, which would be a use.
LATE = {
    "EMBEDS": "formats.html.reader",
    "as_common": "formats.markdown",
    "html_of": "formats.markdown",
    "parse": "reading.understanding",
    "parsed": "formats.html.fragment",
    "people_named": "names",
    "read": "decoding",
    "read_embargo": "reading.embargo",
    "read_notes": "citing.notes",
    "read_text": "formats.readers",
    "stricter": "reading.embargo",
    "suggest_people": "names",
    "understand": "reading.understanding",
    "unread_words": "citing.unread",
    "with_quotations": "reading.understanding",
    "write_docx": "written.docx",
    "write_markdown": "written.markdown",
    "write_page": "written.page",
}


def __getattr__(name: str) -> Any:
    if name not in LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return globals().setdefault(name, getattr(import_module(f"{__name__}.{LATE[name]}"), name))


__all__ = [
    "EMBEDS",
    "Author",
    "Block",
    "BlockQuote",
    "Bullets",
    "Cell",
    "Cite",
    "Comment",
    "Embargo",
    "Embed",
    "Fault",
    "Figure",
    "Heading",
    "Item",
    "KnownPerson",
    "Manuscript",
    "ManuscriptError",
    "Mark",
    "MarkKind",
    "MentionSpan",
    "Mentions",
    "Note",
    "Notice",
    "Paragraph",
    "Picture",
    "Quotation",
    "QuoteSpan",
    "Remark",
    "Rule",
    "SetAside",
    "SharedName",
    "SourceLine",
    "Table",
    "as_common",
    "every_block",
    "find_mentions",
    "html_of",
    "is_agency",
    "parse",
    "parsed",
    "passages_of",
    "people_named",
    "read",
    "read_embargo",
    "read_notes",
    "read_text",
    "stricter",
    "suggest_people",
    "texts_of",
    "understand",
    "unread_words",
    "with_passages",
    "with_quotations",
    "write_docx",
    "write_markdown",
    "write_page",
]
