"""What a search that found nothing, or was not asked anything yet, can still offer."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.models import ArticleEdition, ArticleTag, Mention
from profiles.models import PersonEdition
from publishing.models import Tag

NEWEST = 5
LOOKED_AT = 60
MOST_OFFERED = 12


@dataclass(frozen=True)
class Help:
    """The newest articles, and what the newest of all are about."""

    articles: Sequence[ArticleEdition] = ()
    tags: Sequence[Tag] = ()
    people: Sequence[PersonEdition] = ()

    @property
    def ends(self) -> list[datetime]:
        """Return when what is shown stops being so, as far as it is known."""
        return [edition.live_until for edition in (*self.articles, *self.people)]


def help_at(at: datetime) -> Help:
    """Return what is worth a look at that moment."""
    newest = ArticleEdition.objects.live(at).newest()
    recent = list(newest.values_list("pk", flat=True)[:LOOKED_AT])
    tags = _most_common(ArticleTag.objects.filter(edition__in=recent).values_list("tag", flat=True))
    people = _most_common(Mention.objects.filter(edition__in=recent).values_list("person", flat=True))
    by_tag = Tag.objects.in_bulk(tags)
    pages = PersonEdition.objects.live(at).filter(working_copy__in=people).defer("body_html")
    by_person = {page.working_copy_id: page for page in pages}
    return Help(
        articles=list(newest.defer("body_html")[:NEWEST]),
        tags=[by_tag[pk] for pk in tags if pk in by_tag][:MOST_OFFERED],
        people=[by_person[pk] for pk in people if pk in by_person][:MOST_OFFERED],
    )


def _most_common(ids: Iterable[int]) -> list[int]:
    return [pk for pk, _number in Counter(ids).most_common(3 * MOST_OFFERED)]
