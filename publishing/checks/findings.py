"""What checks say, and in which order it is shown."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from publishing.checks.draft import Draft, Place
from publishing.checks.kinds import Kind


class Remedy(StrEnum):
    """What mends a finding from where it is shown; the page knows how."""

    NONE = ""
    CITE = "cite"
    SPEAKER = "speaker"
    LINK = "link"
    PROFILE = "profile"


@dataclass(frozen=True)
class Finding:
    """One line of what there is to mend or to look at, with every place it is about.

    Only what is `blocking` keeps a text from readers. What `asks_again` stands first, and has to be
    confirmed by who publishes it all the same. `mark` is the word in the margin.
    """

    kind: Kind
    sentence: str
    places: tuple[Place, ...] = (Place(),)
    blocking: bool = False
    asks_again: bool = False
    remedy: Remedy = Remedy.NONE
    hint: str = ""
    mark: str = ""

    @property
    def count(self) -> int:
        return len(self.places)

    def at(self, places: Iterable[Place]) -> "Finding":
        """Return this about fewer places."""
        return replace(self, places=tuple(places))


Check = Callable[[Draft], Iterable[Finding]]


def findings(draft: Draft, checks: Iterable[Check]) -> list[Finding]:
    """Return everything found: what blocks, then what asks again, then the rest as the checks stand."""
    found = list(_all(draft, checks))
    return sorted(found, key=lambda finding: (not finding.blocking, not finding.asks_again))


def _all(draft: Draft, checks: Iterable[Check]) -> Iterator[Finding]:
    for check in checks:
        yield from check(draft)
