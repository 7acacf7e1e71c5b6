"""The same questions over drafts: those colleagues may see, and nobody else's."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from publishing.querysets import WorkingCopyQuerySet
from publishing.search.engines.asking import Condition
from publishing.search.searching import Search
from publishing.search.shelves import DRAFTS, Shelf
from publishing.search.showing import shown_condition


@dataclass(frozen=True)
class DraftSearch(Search):
    """A question to drafts as they are now; of no kind of draft until `among` says of which.

    What may be seen, in which state and who has it are filters of these rows; `between` is about when a
    draft was last saved.
    """

    shelf: Shelf = DRAFTS
    rows: tuple[WorkingCopyQuerySet[Any], ...] = ()

    def among(self, *rows: WorkingCopyQuerySet[Any]) -> Self:
        """Keep these drafts, a queryset a kind; what lies in the bin is none of them."""
        kinds = tuple(kind for of_kind in rows for kind in of_kind.model.search_kinds)
        return replace(self, rows=rows, chosen=kinds)

    def kinds(self, *kinds: str) -> Self:
        """Keep drafts of these kinds, of those there are."""
        rows = (of_kind for of_kind in self.rows if set(of_kind.model.search_kinds) & set(kinds))
        return self.among(*rows)

    def _all_conditions(self) -> Iterable[Condition]:
        if not self.chosen:
            yield Condition("1 = 0")
            return
        yield Condition(f"r.kind IN ({', '.join(['%s'] * len(self.chosen))})", self.chosen)
        yield from self._between()
        for of_kind in self.rows:
            for kind in of_kind.model.search_kinds:
                yield shown_condition(kind, of_kind.out_of_bin())
