"""Figures and quotations that no source stands behind."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.checks.draft import Draft, Passage, Place
from publishing.checks.figures import claims
from publishing.checks.findings import Finding, Remedy
from publishing.checks.kinds import Kind
from publishing.checks.speakers import quotations
from publishing.richtext.document import Cite, Run, Table

Sentence = tuple[Passage, int, int]


def figures(draft: Draft) -> Iterator[Finding]:
    """Find sentences with figures that no source follows in their paragraph, nor stands behind the whole.

    A source is for what comes before it. A figure that is given with its source elsewhere needs none again.
    """
    if _rests_on_something(draft):
        return
    known: set[str] = set()
    unsourced: list[tuple[Sentence, set[str]]] = []
    for sentence, is_sourced in judged(draft):
        found = _claimed(sentence, language=draft.language)
        if is_sourced:
            known |= found
        elif found:
            unsourced.append((sentence, found))
    places = [_place(draft, sentence) for sentence, found in unsourced if found - known]
    places = _once_a_table(draft, places)
    if places:
        said = _("Figures without a source")
        yield Finding(Kind.FIGURES, said, tuple(places), remedy=Remedy.CITE, mark=_("no source"))


def quoted(draft: Draft) -> Iterator[Finding]:
    """Find quotations of which neither they nor their paragraph say where they are from."""
    if _rests_on_something(draft):
        return
    sourced = {
        (passage.block, passage.text, start, end)
        for (passage, start, end), is_sourced in judged(draft)
        if is_sourced
    }
    places = []
    for quotation in quotations(draft):
        if quotation.said is not None and quotation.said.reference:
            continue
        passage, at = quotation.passage, quotation.start
        if not any(
            (passage.block, passage.text, start, end) in sourced and start <= at < end
            for start, end in draft.sentences(passage)
        ):
            places.append(quotation.place(draft))
    if places:
        sentence = ngettext("Quotation without a source", "Quotations without a source", len(places))
        yield Finding(Kind.QUOTED, sentence, tuple(places), remedy=Remedy.CITE, mark=_("no source"))


def paragraphs(draft: Draft) -> Iterator[list[Passage]]:
    """Yield what is read as one: a paragraph, a list, a table, a quotation; no headings, no captions."""
    told = (passage for passage in draft.passages if passage.tag == "p")
    for _block, passages in groupby(told, key=lambda passage: passage.block):
        yield list(passages)


def judged(draft: Draft) -> list[tuple[Sentence, bool]]:
    """Return every sentence with whether a source stands in it or after it in its paragraph.

    A source anywhere in a table is for all of it.
    """
    return draft.once("judged", lambda: list(_judged(draft)))


def _judged(draft: Draft) -> Iterator[tuple[Sentence, bool]]:
    for paragraph in paragraphs(draft):
        is_table = isinstance(draft.blocks[paragraph[0].block], Table)
        is_sourced = is_table and any(map(_notes, paragraph))
        found = []
        for passage in reversed(paragraph):
            last = max(_notes(passage), default=-1)
            for start, end in reversed(draft.sentences(passage)):
                is_sourced = is_sourced or last > start
                found.append(((passage, start, end), is_sourced))
        yield from reversed(found)


def _rests_on_something(draft: Draft) -> bool:
    """Tell whether a source stands behind the whole; texts of kinds that name none are not asked."""
    return bool(draft.content.get("sources", True))


def _notes(passage: Passage) -> list[int]:
    return [at for at, leaf in passage.runs if _is_source(leaf)]


def _is_source(leaf: Run | Cite) -> bool:
    return isinstance(leaf, Cite) or bool(leaf.marks.quotation and leaf.marks.quotation.reference)


def _claimed(sentence: Sentence, *, language: str) -> set[str]:
    """Return the figures of a sentence that are not somebody's words."""
    passage, start, end = sentence
    found = claims(passage.text[start:end], language=language)
    return {number for at, number in found if not passage.is_said(start + at, start + at + len(number))}


def _once_a_table(draft: Draft, places: list[Place]) -> list[Place]:
    """Keep one place of each table: its cells have one source."""
    seen: set[int] = set()
    kept = []
    for place in places:
        if place.block is not None and isinstance(draft.blocks[place.block], Table):
            if place.block in seen:
                continue
            seen.add(place.block)
        kept.append(place)
    return kept


def _place(draft: Draft, sentence: Sentence) -> Place:
    passage, start, end = sentence
    return draft.place(passage, start, passage.text[start:end])
