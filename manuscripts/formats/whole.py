"""A clipboard pasted where nothing stands yet: a whole article is read as one, anything else as it is.

`article` takes headline, summary and byline out of the text and sets aside what frames it; `body`, for
fields that hold something else, leaves every line where it is and reads the text alone.
"""

import json
import re
from dataclasses import replace

from manuscripts.errors import ManuscriptError
from manuscripts.layout import Line
from manuscripts.manuscript import Heading, Manuscript, Paragraph, texts_of
from manuscripts.reading import is_article, parse, parse_body, understand, understand_body
from manuscripts.reading.embargo import read_embargo
from manuscripts.remarks import Notice

from .clipboard import read_clipboard
from .markdown import is_markdown

ARTICLE, BODY = "article", "body"
HEAD = 4
FEWEST_BLOCKS = 2
NUMBERED = re.compile(r"\(?(?:\d{1,2}|[IVX]{1,5})[.)]\s")


def read_whole(html: str, plain: str = "", *, reading: str = ARTICLE) -> Manuscript:
    """Read a clipboard as a whole article where it is one, else as any that is pasted."""
    pasted = read_clipboard(html, plain)
    is_typed = not html.strip() and not is_markdown(plain)
    try:
        body = parse_body(plain) if is_typed else understand_body(pasted)
        if not (is_article(body.blocks) or _opens_with_embargo(pasted)):
            return pasted
        if reading == BODY or _begins_with_section(pasted):
            return _as_it_began(body, pasted)
        return _without_invented(parse(plain) if is_typed else understand(pasted))
    except ManuscriptError:
        return pasted


def _opens_with_embargo(pasted: Manuscript) -> bool:
    """Tell whether a text, however short, says first that it may not be public yet."""
    first = [text for block in pasted.blocks[:HEAD] for text in texts_of(block)]
    lines = [line for text in first for line in text.splitlines()]
    return len(pasted.blocks) > FEWEST_BLOCKS and any(read_embargo(Line(0, line)) for line in lines[:HEAD])


def _begins_with_section(pasted: Manuscript) -> bool:
    """Tell whether the heading at the top is a section's: it has a number, or others are of its kind."""
    first = pasted.blocks[0] if pasted.blocks else None
    if not isinstance(first, Heading):
        return False
    levels = [block.level for block in pasted.blocks if isinstance(block, Heading)]
    return NUMBERED.match(first.text) is not None or first.level in levels[1:]


def _as_it_began(body: Manuscript, pasted: Manuscript) -> Manuscript:
    """Return a text whose first line, which may be the headline, is no heading unless it was marked so."""
    first = body.blocks[0]
    if not isinstance(first, Heading) or isinstance(pasted.blocks[0], Heading):
        return body
    line = Paragraph(first.text, marks=first.marks, cites=first.cites, line=first.line)
    return replace(body, blocks=(line, *body.blocks[1:]))


def _without_invented(read: Manuscript) -> Manuscript:
    """Return an article without the headline that was made of its first words."""
    remarks = tuple(remark for remark in read.remarks if remark.notice is not Notice.HEADLINE_FROM_NAME)
    if len(remarks) == len(read.remarks):
        return read
    return replace(read, headline="", remarks=remarks)


def read_bytes(data: bytes, *, reading: str) -> Manuscript:
    """Read what the child was handed as a clipboard that is pasted into an empty text."""
    return read_whole(**json.loads(data), reading=reading)
