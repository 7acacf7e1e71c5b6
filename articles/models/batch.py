"""Many articles brought in at once: what one looks up, all do."""

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.utils import timezone

from articles.models import content
from articles.models.editions import ArticleEdition
from articles.models.freezing import freeze
from articles.models.links import ArticleTag, Citation, Mention
from articles.models.related import Neighbours, Shared
from images.models import Image
from profiles.models import Person, PersonEdition
from profiles.models.mentions import public_names
from publishing import richtext
from publishing.addresses import free_slugs
from publishing.bases import Choices, Frozen, Payload
from publishing.chosen import Rows
from publishing.models import Tag
from publishing.slugs import make_slug
from references.models import Reference

if TYPE_CHECKING:
    from articles.models import Article


class ArticleBatch:
    """One batch; what it has looked up is as old as it is, so it lasts for one transaction."""

    def __init__(self, model: type["Article"]) -> None:
        self._model, self._rows, self._neighbours = model, Rows(), Neighbours()
        self._names: dict[str, str] = {}

    def slugs(self, payloads: Sequence[Payload]) -> list[str]:
        """Return a free web address for each payload."""
        self._look_up(payloads)
        return free_slugs(self._model, [p["slug"] or make_slug(p["headline"]) for p in payloads])

    def _look_up(self, payloads: Sequence[Payload]) -> None:
        """Find with a query a kind whatever any of them leads to, and what readers may go on to from it."""
        texts = [richtext.extract(payload["body"]) for payload in payloads]
        credited = [c["person"] for payload in payloads for c in payload["credits"] if c["person"]]
        general = [key for payload in payloads for key in payload["sources"]]
        lead = [payload["main_image"] for payload in payloads if payload["main_image"]]
        tags = [key for payload in payloads for key in payload["tags"]]
        said = [quotation for text in texts for quotation in text.quotations]
        mentioned = [mention.key for text in texts for mention in text.mentions]
        cited = [citation.key for text in texts for citation in text.citations]
        cited += [quotation.reference for quotation in said]
        rows = self._rows
        rows.chosen_ahead(Person, credited)
        rows.chosen_ahead(Reference, general)
        rows.chosen_ahead(Image, lead)
        rows.chosen_ahead(Tag, tags)
        people = rows.by_key(Person.objects.all(), [*credited, *mentioned, *(q.person for q in said)])
        references = rows.by_key(Reference.objects.with_publisher(), [*general, *cited])
        rows.by_key(Image.objects.all(), [*lead, *(use.key for text in texts for use in text.images)])
        found = rows.by_key(Tag.objects.all(), tags)
        at = timezone.now()
        self._names = public_names(people, live=PersonEdition.objects.live(at))
        shared: list[Shared] = [(ArticleTag, tag.pk) for tag in found.values()]
        shared += [(Mention, people[key].pk) for key in dict.fromkeys(mentioned) if key in people]
        shared += [(Citation, source.pk) for source in references.values() if not source.confidential]
        self._neighbours.look_up(shared, at=at)

    def hold(self, row: "Article", payload: Payload) -> Choices:
        """Set what a payload says and return what hangs on the draft then; write nothing."""
        return content.hold(row, payload, rows=self._rows)

    def payload(self, row: "Article", choices: Choices) -> Payload:
        """Return everything an editor can change of a row with these choices."""
        each = ([SimpleNamespace(**choice) for choice in choices[name]] for name in content.CHOICES)
        return content.payload_with(row, *each)

    def missing(self, row: "Article", payload: Payload) -> list[str]:
        """Say in sentences what keeps a payload from being published."""
        return content.missing_from(row, payload, rows=self._rows)

    def freeze(self, row: "Article", payload: Payload, *, at: datetime) -> Frozen[ArticleEdition]:
        """Return what publishing a payload would write."""
        return freeze(
            payload,
            article=row.pk,
            at=at,
            rows=self._rows,
            neighbours=self._neighbours,
            names=self._names,
        )

    def written(self, row: "Article", frozen: Frozen[ArticleEdition]) -> None:
        """Hear of an edition which those after it may be related to."""
        self._neighbours.add(frozen, article=row.pk)
