"""What begins as a reader types: tags, people, articles, sources and pages by their names."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.models import Tag
from publishing.naming import name_key
from publishing.search import Search
from reading.search.results import Result, results_of

MOST = 8
MOST_TAGS = 2
SHARES: tuple[tuple[tuple[str, ...], int], ...] = (
    (("person",), 3),
    (("article", "page"), 4),
    (("source",), 3),
)
"""Who is offered first, and how many at most: who types a name means the person, not sources about them."""


@dataclass(frozen=True)
class Suggestion:
    """One thing a reader may mean, and where it is."""

    label: str
    detail: str
    url: str
    ends: datetime | None = None


def starting(words: str, *, language: str, at: datetime) -> list[Suggestion]:
    """Return what readers see whose name or headline has these words, the last one begun."""
    if not words:
        return []
    tags = [Suggestion(tag.name, _("Tag"), tag.get_absolute_url()) for tag in _tags(words, at)]
    search = Search(words, at=at, language=language)
    hits = [one.hit for kinds, most in SHARES for one in search.kinds(*kinds).starting(size=most)]
    found = [_suggestion(result) for result in results_of(hits[:MOST], None, at=at)]
    return [*tags, *found][:MOST]


def _tags(words: str, at: datetime) -> list[Tag]:
    key = name_key(words)
    named = Tag.objects.filter(names__key__startswith=key) if key else Tag.objects.none()
    return list(Tag.objects.live(at).filter(pk__in=named.values("pk")[:50])[:MOST_TAGS])


def _suggestion(result: Result) -> Suggestion:
    if result.date:
        detail = f"{result.kicker} · {date_format(result.date, 'DATE_FORMAT')}"
    else:
        detail = " · ".join(filter(None, [result.kicker, result.byline]))
    return Suggestion(result.title, detail, result.url, result.ends)
