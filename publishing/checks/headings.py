"""Whether the headings of a text are in order."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.checks.draft import Draft, Passage
from publishing.checks.findings import Finding, Place
from publishing.checks.kinds import Kind
from publishing.richtext import has_words
from publishing.richtext.scan import End, Start, scan


def headings(draft: Draft) -> Iterator[Finding]:
    """Find subheadings that stand under nothing, headings with nothing under them, and a lonely one."""
    found = [passage for passage in draft.passages if passage.is_heading]
    orphans = _orphans(found)
    if orphans:
        sentence = ngettext(
            "Subheading that stands under no heading", "Subheadings that stand under no heading", len(orphans)
        )
        yield Finding(Kind.HEADING_ORDER, sentence, _places(draft, orphans), mark=_("no heading above"))
    empty = _with_nothing_under(draft, found)
    wordless = empty_headings(draft.content["body"])
    if empty or wordless:
        sentence = ngettext("Empty heading", "Empty headings", len(empty) + wordless)
        hint = "" if empty else _("It has no words, and goes when the text is saved.")
        places = _places(draft, empty) or (Place(),)
        yield Finding(Kind.HEADING_EMPTY, sentence, places, hint=hint, mark=_("nothing under it"))
    if len(found) == 1 and not empty:
        yield Finding(Kind.HEADING_ALONE, _("Only one heading"), _places(draft, found))


def _orphans(found: list[Passage]) -> list[Passage]:
    """Return the subheadings before the first heading."""
    first = next((place for place, passage in enumerate(found) if passage.tag == "h2"), len(found))
    return found[:first]


def _with_nothing_under(draft: Draft, found: list[Passage]) -> list[Passage]:
    """Return the headings that another of their level or a higher one follows at once, or nothing at all."""
    by_block = {passage.block: passage for passage in found}
    last = len(draft.blocks) - 1
    return [
        passage
        for passage in found
        if passage.block == last
        or ((following := by_block.get(passage.block + 1)) and following.tag <= passage.tag)
    ]


def _places(draft: Draft, passages: list[Passage]) -> tuple[Place, ...]:
    return tuple(draft.place(passage, 0, passage.text) for passage in passages)


def empty_headings(body: str) -> int:
    """Count the headings without words in a text as it is on the screen; a saved one has none."""
    if not any(end in body for end in ("></h2>", "></h3>", " </h2>", " </h3>")):
        return 0
    count, inside, words = 0, "", ""
    for token in scan(body):
        if isinstance(token, Start) and token.name in ("h2", "h3"):
            inside, words = token.name, ""
        elif isinstance(token, End) and token.name == inside:
            count += not has_words(words)
            inside = ""
        elif isinstance(token, str) and inside:
            words += token
    return count
