"""Many articles brought in at once: what one looks up, all do."""

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

from articles.models import content
from articles.models.editions import ArticleEdition
from articles.models.freezing import freeze
from articles.models.related import Neighbours
from publishing.addresses import free_slugs
from publishing.bases import Choices, Frozen, Payload
from publishing.chosen import Rows
from publishing.models import Tag
from publishing.slugs import make_slug

if TYPE_CHECKING:
    from articles.models import Article


class ArticleBatch:
    """One batch; what it has looked up is as old as it is, so it lasts for one transaction."""

    def __init__(self, model: type["Article"]) -> None:
        self._model, self._rows, self._neighbours = model, Rows(), Neighbours()

    def slugs(self, payloads: Sequence[Payload]) -> list[str]:
        """Return a free web address for each payload."""
        self._look_up(payloads)
        return free_slugs(self._model, [p["slug"] or make_slug(p["headline"]) for p in payloads])

    def _look_up(self, payloads: Sequence[Payload]) -> None:
        """Find the tags of all of them at once: nearly every page has some, and few have the same."""
        keys = [key for payload in payloads for key in payload["tags"]]
        for of in ("chosen", ""):
            self._rows.by_key(Tag.objects.all(), keys, of=of)

    def hold(self, row: "Article", payload: Payload) -> Choices:
        """Set what a payload says and return what hangs on the draft then; write nothing."""
        return content.hold(row, payload, rows=self._rows)

    def payload(self, row: "Article", choices: Choices) -> Payload:
        """Return everything an editor can change of a row with these choices."""
        each = ([SimpleNamespace(**choice) for choice in choices[name]] for name in content.CHOICES)
        return content.payload_with(row, *each)

    def freeze(self, row: "Article", payload: Payload, *, at: datetime) -> Frozen[ArticleEdition]:
        """Return what publishing a payload would write."""
        return freeze(payload, article=row.pk, at=at, rows=self._rows, neighbours=self._neighbours)

    def written(self, row: "Article", frozen: Frozen[ArticleEdition]) -> None:
        """Hear of an edition which those after it may be related to."""
        self._neighbours.add(frozen, article=row.pk)
