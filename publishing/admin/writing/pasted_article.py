"""A whole article that was pasted into an empty text: what of it goes into fields, and what beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

import manuscripts
from manuscripts import (
    Block,
    Cite,
    Embargo,
    Figure,
    Heading,
    Manuscript,
    MentionSpan,
    Notice,
    Paragraph,
    SourceLine,
    every_block,
)
from manuscripts.layout import Line
from publishing.richtext import waiting
from publishing.richtext.characters import one_line, plain_lines
from publishing.richtext.settling import Waiting

READINGS = ("article", "body")
SENT_AS = "pasted-aside"
# As long as a paste may be.
LONGEST_ASIDE = 4_000_000


@dataclass(frozen=True)
class FoundPeople:
    """The people a pasted article names whom the newsroom knows: in its text, as speakers, in its byline."""

    mentions: tuple[MentionSpan, ...] = ()
    # The key of who said it, by quotation.
    speakers: Mapping[str, str] = field(default_factory=dict)
    # What the field of bylines takes for a name.
    byline: tuple[Mapping[str, Any], ...] = ()


def with_sources_cited(manuscript: Manuscript) -> Manuscript:
    """Return an article whose every source is cited: those that no mark leads to, at the end of its text."""
    if not manuscript.references:
        return manuscript
    sources = [
        source if source.id else replace(source, id=f"source {number}")
        for number, source in enumerate(manuscript.references)
    ]
    cited = {cite.note for cite in cites_in(manuscript.blocks)}
    rest = [source.id for source in sources if entry_of(source) not in cited]
    blocks = list(manuscript.blocks)
    if rest:
        if not (blocks and isinstance(blocks[-1], Paragraph)):
            blocks.append(Paragraph(""))
        last = blocks[-1]
        assert isinstance(last, Paragraph)
        cites = (*last.cites, *(Cite(len(last.text), id) for id in dict.fromkeys(rest)))
        blocks[-1] = replace(last, cites=cites)
    return replace(manuscript, references=tuple(sources), blocks=tuple(blocks))


def cites_in(blocks: Iterable[Block]) -> Iterator[Cite]:
    """Yield the cites of a text."""
    for block in every_block(blocks):
        if isinstance(block, Paragraph | Heading):
            yield from block.cites
        elif isinstance(block, Figure) and block.caption:
            yield from block.caption.cites


def entry_of(source: SourceLine) -> str:
    """Return the number that marks in the text lead to a source by: one entry may name several."""
    number, dash, more = source.id.partition("-")
    return number if dash and number.isdecimal() and more.isdecimal() else source.id


def waiting_sources(sources: Iterable[SourceLine]) -> dict[str, list[Waiting]]:
    """Return the sources of a list as they wait in the text, by what cites them."""
    found: dict[str, list[Waiting]] = {}
    for source in sources:
        words = one_line(source.raw or source.title or source.url or source.domain, waiting.LONGEST)
        read = waiting.as_read(waiting.written([replace(source, id="")])) or ""
        for id in dict.fromkeys((entry_of(source), source.id)):
            found.setdefault(id, []).append(Waiting(words, read))
    return found


def article_of(manuscript: Manuscript, people: FoundPeople) -> dict[str, Any] | None:
    """Return what the page puts into fields, and what it says was set aside; None where all of it is text."""
    aside = aside_of(manuscript)
    if not (manuscript.headline or manuscript.summary or manuscript.byline or aside):
        return None
    known = {person["name"]: person for person in people.byline}
    return {
        "headline": manuscript.headline,
        "summary": manuscript.summary,
        "byline": [known.get(name) or {"label": name, "isPlain": True} for name in manuscript.byline],
        "aside": aside,
        "aside_said": said_of_aside(len(aside)),
        "remarks": [
            _REMARKS[one.notice] % {"text": one.text} for one in manuscript.remarks if one.notice in _REMARKS
        ],
    }


def aside_of(manuscript: Manuscript) -> list[str]:
    """Return every line that is neither in the text nor in a field."""
    left = [one.text for one in manuscript.remarks if one.notice in _LEFT_OUT]
    aside = [*(one.text for one in manuscript.set_aside), *left]
    # A sentence of the text or a line of front matter may say it: the save has to know of it as well.
    if manuscript.embargo:
        line = _line_of(manuscript.embargo)
        aside += [line] if not any(line in text.splitlines() for text in aside) else []
    return list(dict.fromkeys(aside))


def _line_of(embargo: Embargo) -> str:
    """Return a line that says of an embargo what was read, whichever name its own gave it."""
    read = manuscripts.read_embargo(Line(0, embargo.text))
    if read is not None and read.moment == embargo.moment:
        return embargo.text
    return f"Embargo: {embargo.moment or embargo.text}"


_LEFT_OUT = (Notice.DATE_LEFT_OUT, Notice.BYLINE_LEFT_OUT, Notice.NO_SOURCES, Notice.FRONT_MATTER_LINE)
_REMARKS = {
    Notice.EMBARGO: gettext_lazy("There is an embargo: “%(text)s”"),
    Notice.EMBARGO_UNREAD: gettext_lazy("There is an embargo whose end could not be read: “%(text)s”"),
    Notice.CITE_WITHOUT_ENTRY: gettext_lazy(
        "“%(text)s” has no entry among the sources, so it stays in the text."
    ),
    Notice.NO_WEB_PAGE: gettext_lazy("“%(text)s” is no web page, so it is part of the title and no link."),
}


def said_of_aside(count: int) -> str:
    """Say how much was set aside."""
    if not count:
        return ""
    return ngettext("%(count)d line set aside", "%(count)d lines set aside", count) % {"count": count}


def note_of(request: HttpRequest) -> str:
    """Return what the history keeps of a save: the lines that a paste brought and that are no part of it."""
    sent = sent_aside(request)
    return "\n".join([_("Set aside from what was pasted:"), sent]) if sent else ""


def sent_aside(request: HttpRequest) -> str:
    """Return the lines that a paste brought and that are no part of the text, sent with a save."""
    return plain_lines(request.POST.get(SENT_AS, "")[:LONGEST_ASIDE])


def summary_words() -> dict[str, str]:
    """Return what the page's script says of an article that was pasted."""
    return {
        "articleTaken": _("Read as an article: {what} went into their fields."),
        "articleTakenOne": _("Read as an article: {what} went into its field."),
        "articleOffered": _("This looks like a whole article, with {what} of its own."),
        "articleRead": _("Read as an article."),
        "articleTake": _("Take over"),
        "articleHeadline": _("the headline"),
        "articleSummary": _("the summary"),
        "articleByline": _("the byline"),
        "articleAside": _("Show them"),
        "articlePutBack": _("Put them into the text"),
    }
