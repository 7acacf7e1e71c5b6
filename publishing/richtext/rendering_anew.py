"""Render a published text anew, for a later renderer, without changing a word that readers see."""

from collections.abc import Iterator

import lxml.html
from lxml import etree

from publishing.richtext import tokens
from publishing.richtext.document import Block, BlockQuotation, Figure, inner
from publishing.richtext.limits import RichTextError
from publishing.richtext.parse import parsed
from publishing.richtext.rendering import render
from publishing.richtext.unnaming import unnamed

_IN_LINE = {"a", "em", "q", "span", "strong", "sub", "sup"}
"""Elements that part no words; around every other one there is a gap."""

_SHOWN = {tokens.SAID, tokens.NOTE, tokens.IMAGE, tokens.EMBED, tokens.PULL}
"""Tokens that leave something on the page: words, a note's mark, a picture."""


class TextWouldChange(RichTextError):
    """What readers see would be another text."""


def render_anew(stored: str, *, published: str) -> str:
    """Return the neutral HTML of a published text as today's renderer writes it; refuse another text."""
    neutral = render(stored, names=_signatures(stored, published), alts=_descriptions(stored, published))
    if visible(neutral) != visible(published):
        raise TextWouldChange("The text would not be the same to readers.")
    return neutral


def render_unnamed(stored: str, *, published: str, person: str, words: str = "", name: str = "") -> str:
    """Return the neutral HTML of a published text without its links to a person, as `unnamed` says it."""
    names = _signatures(stored, published)
    left = unnamed(stored, person=person, words=words, name=names.get(person, name))
    return render(left, names=names, alts=_descriptions(stored, published))


def visible(neutral: str) -> list[str]:
    """Return the words of neutral HTML in order, and what stands between them that is not text."""
    return "".join(_pieces(neutral)).split()


def _pieces(neutral: str) -> Iterator[str]:
    root = lxml.html.fromstring(f"<div>{neutral}</div>")
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            yield _left_by(element.text or "")
        elif element.tag not in _IN_LINE:
            yield " "
        yield (element.text if event == "start" else element.tail) or ""


def _left_by(token: str) -> str:
    """Return what a token leaves on the page, apart from the words beside it."""
    _, found = tokens.split(f"<!--{token}-->")
    name, fields, _behind = next(found)
    if name == tokens.PULL:
        return f" {' '.join(fields)} "
    return f" {name}:{' '.join(fields)} " if name in _SHOWN else ""


def _signatures(stored: str, published: str) -> dict[str, str]:
    """Return how the published text signs each person's quotations that do not say how themselves."""
    typed = set(_typed(parsed(stored)))
    _, found = tokens.split(published)
    signed = [(fields[0], fields[1]) for name, fields, _behind in found if name == tokens.SAID]
    return dict(sorted(signed, key=lambda pair: pair not in typed))


def _descriptions(stored: str, published: str) -> dict[str, str]:
    """Return how the published text describes each picture that is not described where it stands."""
    _, found = tokens.split(published)
    shown = [fields for name, fields, _behind in found if name == tokens.IMAGE]
    figures = [block for block in parsed(stored) if isinstance(block, Figure)]
    return {
        figure.key: alt
        for figure, (_key, _size, alt) in zip(figures, shown, strict=False)
        if not (figure.alt or figure.decorative)
    }


def _typed(blocks: list[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, BlockQuotation) and block.attribution.speaker:
            yield block.attribution.person, block.attribution.speaker
        for blocks_inside in inner(block):
            yield from _typed(blocks_inside)
