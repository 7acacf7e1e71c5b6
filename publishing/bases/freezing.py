"""What publishing would write, of one page or of many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from django.db import models

from publishing.bases.editions import EditionBase
from publishing.bases.payloads import Payload

E_co = TypeVar("E_co", bound=EditionBase, covariant=True)

Choices = Mapping[str, list[Payload]]
"""What hangs on a draft, by the names of its relations, each entry as the columns it will have."""


@dataclass
class Frozen(Generic[E_co]):
    """What publishing would write: an unsaved edition and its unsaved link rows.

    `parts` hang on a link row (the places of a citation) and share its life through it.
    """

    edition: E_co
    links: list[Any] = field(default_factory=list)
    parts: list[Any] = field(default_factory=list)

    def of(self, model: type[models.Model]) -> Sequence[Any]:
        """Return the link rows of one kind, in order."""
        return [link for link in self.links if isinstance(link, model)]


class Batch(Protocol):
    """What a kind of page does for many of its own with queries for all of them."""

    def slugs(self, payloads: Sequence[Payload]) -> list[str]:
        """Return a free web address for each payload."""

    def hold(self, row: Any, payload: Payload) -> Choices:
        """Set what a payload says and return what hangs on the draft then; write nothing."""

    def payload(self, row: Any, choices: Choices) -> Payload:
        """Return everything an editor can change of a row with these choices."""

    def missing(self, row: Any, payload: Payload) -> list[str]:
        """Say in sentences what keeps a payload from being published."""

    def freeze(self, row: Any, payload: Payload, *, at: datetime) -> Frozen[Any]:
        """Return what publishing a payload would write."""

    def written(self, row: Any, frozen: Frozen[Any]) -> None:
        """Hear of an edition which those after it may be related to."""
