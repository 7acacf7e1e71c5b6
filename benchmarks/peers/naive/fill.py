"""Fill the database from a file with one article a line."""

import json
import sys
from pathlib import Path

import app  # noqa: F401  (sets Django up)
from django.core.management import call_command
from django.db import connection
from news.models import Article, Person, Source, Tag


def main(path):
    """Make the tables and bring everything in."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    tags = _made(Tag, {t["slug"]: {"name": t["name"], "slug": t["slug"]} for r in rows for t in r["tags"]})
    people = _made(
        Person, {p["slug"]: {"name": p["name"], "slug": p["slug"]} for r in rows for p in r["people"]}
    )
    sources = _made(
        Source,
        {
            s["key"]: {name: s[name] for name in ("title", "publisher", "url")}
            for r in rows
            for s in r["sources"]
        },
    )
    columns = ("headline", "slug", "summary", "body", "published_at")
    articles = Article.objects.bulk_create(
        [Article(**{name: row[name] for name in columns}) for row in rows], batch_size=500
    )
    for field, found, by in (("tags", tags, "slug"), ("people", people, "slug"), ("sources", sources, "key")):
        through = getattr(Article, field).through
        column = f"{found.model.__name__.lower()}_id"
        links = [
            through(article_id=article.pk, **{column: found.keys[each[by]]})
            for article, row in zip(articles, rows, strict=True)
            for each in row[field]
        ]
        through.objects.bulk_create(links, batch_size=2000, ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class _Made:
    def __init__(self, model, keys):
        self.model, self.keys = model, keys


def _made(model, rows):
    made = model.objects.bulk_create([model(**values) for values in rows.values()], batch_size=2000)
    return _Made(model, dict(zip(rows, (row.pk for row in made), strict=True)))


if __name__ == "__main__":
    main(sys.argv[1])
