"""A published text made ready for readers from what is current at the moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.safestring import SafeString
from django.utils.text import Truncator

from images.pictures import Picture
from images.shown import pictures_by_key, pictures_in
from publishing import richtext
from publishing.bases import Frozen
from publishing.pieces import Pieces, in_words
from references.models import Reference
from references.shown import cited_in, references_of
from references.source_list import Entry, SourceList, source_list

BESIDE = 180
"""How much of a source's line stands beside a note; a text may have very many of them."""


_BESIDE: Pieces[str] = Pieces(2_000)


class Linked(Protocol):
    """The page of somebody a text links, for as long as readers see it."""

    live_until: Any

    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True)
class FinishedText:
    """The body, the sources behind it, and when the people it links stop having a page."""

    body: SafeString
    sources: SourceList
    ends: Sequence[datetime] = ()


def finish(
    neutral: str,
    *,
    people: Mapping[str, Linked],
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
        lines={key: _beside(entry) for key, entry in entries.items()},
    )
    return FinishedText(
        body=resolved.body,
        sources=source_list(entries, resolved.notes),
        ends=[profile.live_until for profile in people.values()],
    )


def _beside(entry: Entry) -> str:
    return _BESIDE.get((entry.line, in_words()), lambda: Truncator(str(entry.line)).chars(BESIDE))


def published_text(
    edition: Any, *, keys: richtext.Keys, people: Mapping[str, Linked], at: datetime
) -> FinishedText:
    """Return the text of an edition of any kind: two queries, or fewer where it names and shows less."""
    return finish(
        edition.body_html,
        people=people,
        references=references_of(edition, at=at),
        pictures=pictures_by_key(keys.images),
    )


def previewed_text(frozen: Frozen, *, people: Mapping[str, Linked], at: datetime) -> FinishedText:
    """Return the text that publishing a draft now would make; nothing of it is written."""
    return finish(
        frozen.edition.body_html,
        people=people,
        references=cited_in(frozen, at=at),
        pictures=pictures_in(frozen),
    )
