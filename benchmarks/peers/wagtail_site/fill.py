"""Fill the tree of pages from a file with one article a line."""

import json
import sys
from datetime import datetime
from pathlib import Path

import app  # noqa: F401  (sets Django up)
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from news.models import ArticleIndex, ArticlePage, ArticleTag, HomePage, Person, Source
from taggit.models import Tag
from wagtail.models import Page, Site


def main(path):
    """Make the tables and bring everything in."""
    call_command("migrate", verbosity=0)
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    made = _articles(rows)
    _links(
        ArticleTag,
        "content_object_id",
        "tag_id",
        made,
        rows,
        "tags",
        "slug",
        _rows(Tag, rows, "tags", "slug", ("name", "slug")),
    )
    people = _rows(Person, rows, "people", "slug", ("name", "slug"))
    _links(ArticlePage.people.through, "articlepage_id", "person_id", made, rows, "people", "slug", people)
    sources = _rows(Source, rows, "sources", "key", ("title", "publisher", "url"))
    _links(ArticlePage.sources.through, "articlepage_id", "source_id", made, rows, "sources", "key", sources)
    call_command("rebuild_references_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _articles(rows):
    """Write all pages at once where the tree's own way takes a statement for each; return their numbers."""
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(pk=root.pk)
    home = root.add_child(instance=HomePage(title="Home", slug="home"))
    Site.objects.all().delete()
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True)
    index = home.add_child(instance=ArticleIndex(title="Articles", slug="articles"))
    kind = ContentType.objects.get_for_model(ArticlePage)
    pages = Page.objects.bulk_create(
        [
            Page(
                title=row["headline"],
                draft_title=row["headline"],
                slug=row["slug"],
                path=Page._get_path(index.path, index.depth + 1, number),
                depth=index.depth + 1,
                url_path=f"{index.url_path}{row['slug']}/",
                content_type=kind,
                live=True,
                locale=home.locale,
                first_published_at=row["published_at"],
                last_published_at=row["published_at"],
            )
            for number, row in enumerate(rows, 1)
        ],
        batch_size=500,
    )
    Page.objects.filter(pk=index.pk).update(numchild=len(pages))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {ArticlePage._meta.db_table} (page_ptr_id, summary, body, published_at)"
            " VALUES (%s, %s, %s, %s)",
            [
                (page.pk, row["summary"], row["body"], datetime.fromisoformat(row["published_at"]))
                for page, row in zip(pages, rows, strict=True)
            ],
        )
    return [page.pk for page in pages]


def _rows(model, rows, field, by, columns):
    values = {each[by]: {name: each[name] for name in columns} for row in rows for each in row[field]}
    made = model.objects.bulk_create([model(**each) for each in values.values()], batch_size=2000)
    return dict(zip(values, (row.pk for row in made), strict=True))


def _links(through, article, other, pages, rows, field, by, keys):
    links = {(page, keys[each[by]]) for page, row in zip(pages, rows, strict=True) for each in row[field]}
    through.objects.bulk_create(
        [through(**{article: page, other: key}) for page, key in sorted(links)], batch_size=2000
    )


if __name__ == "__main__":
    main(sys.argv[1])
