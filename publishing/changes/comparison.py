"""Two payloads of a text compared once, for all that is said of the difference."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from publishing.bases import Payload, WorkingCopy
from publishing.changes.regions import Compared, compared
from publishing.changes.words import Reading, read_body, read_lines
from publishing.comparing import Comparing

MOST_PAIRS = 4_000_000
"""What comparing words may cost; what is beyond counts as changed whole."""


@dataclass(frozen=True)
class Words:
    """The words of one field as they were and as they are, and where they differ."""

    old: Reading
    new: Reading
    places: Compared


@dataclass(frozen=True)
class Comparison:
    """What readers have, and what they would have."""

    model: type[WorkingCopy]
    before: Payload
    now: Payload

    @property
    def language(self) -> str:
        return str(self.now.get("language") or "")

    @cached_property
    def fields(self) -> dict[str, Words | None]:
        """Return the fields that differ, in order; those that hold no words for readers have none."""
        spent = Comparing(MOST_PAIRS)
        return {
            name: self._words(name, spent) if is_written(self.model, name) else None
            for name, value in self.now.items()
            if (self.before.get(name) or None) != (value or None)
        }

    def _words(self, name: str, spent: Comparing) -> Words:
        old, new = (_reading(name, payload.get(name)) for payload in (self.before, self.now))
        return Words(old, new, compared(old, new, spent))


def is_written(model: type[WorkingCopy], name: str) -> bool:
    """Tell whether a field holds words for readers, rather than a choice, an address or a list."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text and name not in ("slug", "language")


def _reading(name: str, value: str | None) -> Reading:
    return read_body(value or "") if name == "body" else read_lines(value or "")
