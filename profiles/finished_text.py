"""A published text made ready for readers from what is current at the moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from images.pictures import Picture
from profiles.models import PersonEdition
from publishing import richtext
from references.models import Reference
from references.source_list import SourceList, source_list


@dataclass(frozen=True)
class FinishedText:
    """The body, and the sources behind it."""

    body: SafeString
    sources: SourceList


def finish(
    neutral: str,
    *,
    people: Mapping[str, PersonEdition],
    references: Sequence[Reference],
    pictures: Mapping[str, Picture],
) -> FinishedText:
    """Fill a published text; `references` are those that may be shown, in order."""
    resolved = richtext.resolve(
        neutral,
        people={key: profile.get_absolute_url() for key, profile in people.items()},
        references=[reference.key for reference in references],
        images=pictures,
    )
    return FinishedText(body=resolved.body, sources=source_list(references, resolved.notes))
