"""People with a profile whom a text names without linking them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profiles.checks.names import Known, Names, names_for, names_in
from profiles.models import NeverAsked
from publishing.checks import Draft, Finding, Kind, Passage, Place, Remedy
from publishing.checks.quote_marks import is_inside
from publishing.richtext.document import Run


def unlinked(draft: Draft) -> Iterator[Finding]:
    """Find people who are named and neither linked nor quoted nor credited, each at the first place.

    Who shares a name with somebody who is linked is taken for that one.
    """
    passages = [passage for passage in draft.passages if not passage.is_heading]
    names = names_for(passage.text for passage in passages)
    meant = _linked(draft)
    never = never_asked(draft) if names.by_key else frozenset()
    places: dict[tuple[str, ...], Place] = {}
    for passage in passages:
        for start, end, known in _plain_names(passage, names):
            people = tuple(known.people)
            if people not in places and not meant & set(people) and known.key not in never:
                places[people] = _place(draft, passage, start, end, known, names)
    if places:
        name = next(iter(places.values())).words
        sentence = ngettext(
            "%(name)s is named but not linked", "%(count)d people are named but not linked", len(places)
        ) % {"name": name, "count": len(places)}
        yield Finding(
            Kind.UNLINKED, sentence, tuple(places.values()), remedy=Remedy.LINK, mark=_("not linked")
        )


def never_asked(draft: Draft) -> frozenset[str]:
    """Return the names nobody is asked about any more."""
    return draft.once("never asked", lambda: frozenset(NeverAsked.objects.values_list("key", flat=True)))


def _linked(draft: Draft) -> set[str]:
    return {
        draft.row.key,
        *(mention.key for mention in draft.extract.mentions),
        *(quotation.person for quotation in draft.extract.quotations),
        *(credit["person"] or "" for credit in draft.content.get("credits", [])),
    }


def _plain_names(passage: Passage, names: Names) -> Iterator[tuple[int, int, Known]]:
    """Yield the names that are no part of a link."""
    links = [
        (at, at + len(leaf.text))
        for at, leaf in passage.runs
        if isinstance(leaf, Run) and (leaf.marks.link or leaf.marks.person)
    ]
    for start, end, known in names_in(passage.text, names):
        if not is_inside(links, start, end):
            yield start, end, known


def _place(draft: Draft, passage: Passage, start: int, end: int, known: Known, names: Names) -> Place:
    words = passage.text[start:end]
    # Where several have the name, the colleague says who is meant.
    about = known.people[0] if len(known.people) == 1 else ""
    return draft.place(passage, start, words, about=about, name=names.called[known.people[0]])
