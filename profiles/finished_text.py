"""A published text made ready for readers from what is current at the moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from images.models import UseBase
from images.pictures import Picture
from images.shown import pictures_by_key
from profiles.models import PersonEdition
from profiles.people_shown import people_by_key
from publishing import richtext
from publishing.bases import Frozen
from references.models import CitationBase, Reference
from references.shown import references_of, references_shown
from references.source_list import Entry, SourceList, source_list

BESIDE = 180
"""How much of a source's line stands beside a note; a text may have very many of them."""


@dataclass(frozen=True)
class FinishedText:
    """The body, the sources behind it, and when the people it links stop having a page."""

    body: SafeString
    sources: SourceList
    ends: Sequence[datetime] = ()


def finish(
    neutral: str,
    *,
    people: Mapping[str, PersonEdition],
    references: Sequence[Reference],
    pictures: Mapping[str, Picture],
) -> FinishedText:
    """Fill a published text; `references` are those that may be shown, in order."""
    entries = {reference.key: Entry.of(reference) for reference in references}
    resolved = richtext.resolve(
        neutral,
        people={key: profile.get_absolute_url() for key, profile in people.items()},
        references=entries,
        images=pictures,
        lines={key: Truncator(str(entry.line)).chars(BESIDE) for key, entry in entries.items()},
    )
    return FinishedText(
        body=resolved.body,
        sources=source_list(entries, resolved.notes),
        ends=[profile.live_until for profile in people.values()],
    )


def published_text(edition: Any, *, at: datetime) -> FinishedText:
    """Return the text of an edition of any kind: three queries, or fewer where it names and shows less."""
    keys = richtext.keys(edition.body_html)
    return finish(
        edition.body_html,
        people=people_by_key(keys.people, at=at),
        references=references_of(edition, at=at),
        pictures=pictures_by_key(keys.images),
    )


def previewed_text(frozen: Frozen, *, at: datetime) -> FinishedText:
    """Return the text that publishing a draft now would make; nothing of it is written."""
    neutral: str = frozen.edition.body_html
    return finish(
        neutral,
        people=people_by_key(richtext.keys(neutral).people, at=at),
        references=cited_in(frozen, at=at),
        pictures=pictures_in(frozen),
    )


def cited_in(frozen: Frozen, *, at: datetime) -> list[Reference]:
    """Return the sources an unsaved edition may show, in order."""
    return references_shown(frozen.of(CitationBase), of=frozen.edition.working_copy, at=at)


def pictures_in(frozen: Frozen) -> dict[str, Picture]:
    """Return the pictures an unsaved edition uses, ready to be placed."""
    return {use.image.key: Picture.of(use.image) for use in frozen.of(UseBase)}
