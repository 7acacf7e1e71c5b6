"""Which articles belong together, worked out once, when one of them is published."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from articles.models.editions import ArticleEdition
from articles.models.links import ArticleTag, Citation, Mention, Related
from publishing.bases import Frozen, LinkBase
from publishing.prepared import Prepared, at_once, prepared

MOST = 6
LOOK_BACK = 30
WEIGHTS = ((Citation, "reference", 5), (Mention, "person", 3), (ArticleTag, "tag", 2))
"""Sharing a source says more than sharing a person, and that more than sharing a tag."""


Shared = tuple[type[LinkBase], int]
"""A kind of link, and the number of what it leads to."""


Newest = Prepared[[int, datetime], tuple[datetime, int, int]]


def _sharing(model: Any, field: str) -> Newest:
    def newest(pk: int, at: datetime) -> QuerySet[Any]:
        rows = model.objects.live(at).filter(**{field: pk}).newest()
        return rows.values_list("published_at", "edition_id", "edition__working_copy")[:LOOK_BACK]

    return prepared(newest)


SHARING: dict[type[LinkBase], Newest] = {model: _sharing(model, field) for model, field, _weight in WEIGHTS}
"""The newest articles that share a thing of each kind, by its number."""


class Neighbours:
    """The newest articles that share a thing, each thing looked up once; those given since are among them."""

    def __init__(self) -> None:
        self._newest: dict[Shared, list[tuple[datetime, int, int]]] = {}
        self._order = 2**63

    def look_up(self, things: Iterable[Shared], *, at: datetime) -> None:
        """Find the articles that share these, all that are not known yet at once."""
        new = [thing for thing in dict.fromkeys(things) if thing not in self._newest]
        asked = [(SHARING[model], {"pk": pk, "at": at}) for model, pk in new]
        for thing, rows in zip(new, at_once(asked), strict=True):
            self._newest[thing] = sorted(rows, reverse=True)

    def of(self, thing: Shared) -> list[int]:
        """Return the articles that share what was looked up, newest first and not far back."""
        return [article for _published, _order, article in self._newest[thing]]

    def add(self, frozen: Frozen[ArticleEdition], *, article: int) -> None:
        """Let an article that has just been written be a neighbour of those that follow."""
        edition = frozen.edition
        for model, field, _weight in WEIGHTS:
            for link in frozen.of(model):
                newest = self._newest.get((model, getattr(link, f"{field}_id")))
                if newest is not None:
                    # Of two published at one moment the later written comes first; it has no number yet.
                    self._order += 1
                    newest.append((edition.published_at, self._order, article))
                    newest.sort(reverse=True)
                    del newest[LOOK_BACK:]


def add_related(
    frozen: Frozen[ArticleEdition],
    *,
    article: int | None,
    at: datetime,
    neighbours: Neighbours | None = None,
) -> None:
    """Add a row for each of the articles that share most with this one.

    Each shared thing is looked at not far back, so the cost does not grow with the archive. What nobody
    may know of relates nothing.
    """
    shared: dict[Shared, int] = {
        (model, getattr(link, f"{field}_id")): weight
        for model, field, weight in WEIGHTS
        for link in frozen.of(model)
        if model is not Citation or not link.reference.confidential
    }
    neighbours = neighbours or Neighbours()
    neighbours.look_up(shared, at=at)
    scores: Counter[int] = Counter()
    for thing, weight in shared.items():
        for other in neighbours.of(thing):
            scores[other] += weight
    if article is not None:
        scores.pop(article, None)
    best = sorted(scores.items(), key=lambda item: (-item[1], -item[0]))[:MOST]
    frozen.links += [Related(edition=frozen.edition, other_id=other, score=score) for other, score in best]
