"""The order in which a newsroom is made: colleagues, tags, sources, people, then what they stand in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from benchmarks.archive.articles import Articles, Written
from benchmarks.archive.chance import Chance
from benchmarks.archive.pages import make_pages
from benchmarks.archive.people import make_people
from benchmarks.archive.pouring import Pour, without_indexes
from benchmarks.archive.sources import make_sources, make_tags

IN_BULK = 5_000
"""From so many articles on indexes are made at the end."""
YEARS = timedelta(days=365 * 20)
COLLEAGUES = 20
TAGS = 2_000
PARTS = ("articles", "profiles", "references", "publishing", "pages")

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Archive:
    """What was made."""

    articles: int
    at: datetime
    written: Written


def make(articles: int, *, seed: int = 1, report: Report = lambda step, done, of: None) -> Archive:
    """Fill an empty newsroom with so many articles, and with the people, sources and tags they lead to."""
    if Article.objects.exists():
        raise ValueError("There are articles already: give it a database of its own.")
    now = timezone.now().astimezone(UTC).replace(microsecond=0)
    chance = Chance(seed)
    is_large = articles >= IN_BULK
    with without_indexes(tables()) if is_large else transaction.atomic():
        pour = Pour()
        colleagues = make_colleagues(min(COLLEAGUES, 3 + articles // 100))
        begun = now - YEARS
        tags = make_tags(pour, chance, min(TAGS, max(8, articles // 5)), at=begun)
        sources = make_sources(pour, chance, max(6, articles * 3 // 10), colleagues, at=begun, report=report)
        people = make_people(pour, chance, max(5, articles // 10), colleagues, at=begun, report=report)
        making = Articles(
            pour,
            chance,
            tags=tags,
            sources=sources,
            people=people,
            colleagues=colleagues,
            now=now,
            many=articles,
        )
        step = YEARS / articles
        for number in range(articles):
            making.add(number, begun + step * number)
            if number % 200 == 0:
                pour.write()
            if number % 10_000 == 0:
                report("articles", number, articles)
        pour.finish()
        report("indexes", 0, 1)
    make_pages()
    report("done", 1, 1)
    return Archive(articles, now, making.written)


def make_colleagues(many: int) -> list[int]:
    """Make colleagues, none of whom can log in; return their numbers."""
    names = [f"colleague{number}" for number in range(1, many + 1)]
    rows = [User(username=name, first_name="Colleague", last_name=name[9:], is_staff=True) for name in names]
    for row in rows:
        row.set_unusable_password()
    made: list[Any] = User.objects.bulk_create(rows)
    return [row.pk for row in made]


def tables() -> list[str]:
    """Return every table of what is written."""
    models = [
        model for app in PARTS for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return [model._meta.db_table for model in models]
