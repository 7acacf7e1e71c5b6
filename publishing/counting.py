"""Counting as far as it is worth: what is many is said to be many, and costs no more than that."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_COUNTED = 1_000
"""Nobody needs to know by how many a number beyond this is larger."""


class AtLeast(int):
    """A number that was counted no further; it says so wherever it is shown."""

    def __str__(self) -> str:
        return _("%(number)s+") % {"number": number_format(int(self), force_grouping=True)}

    __repr__ = __str__


def as_counted(counted: int, most: int = MOST_COUNTED) -> int:
    """Return how many were counted, one more than the most standing for all that are more."""
    return AtLeast(most) if counted > most else counted
