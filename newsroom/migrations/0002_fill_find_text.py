"""Fill in what rows are found by, from the names they have."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import migrations
from django.db.models import Prefetch

from publishing.finding import find_text
from references.matching import address_words, registrable_domain

AT_ONCE = 500

PUBLISHED = {"Article": ("headline", "short_headline"), "Person": ("name",), "Page": ("title",)}
"""What is read of the published versions, newest first; their texts are left where they are."""


def of_article(row: Any) -> Iterable[str]:
    published = [(edition.headline, edition.short_headline) for edition in row.editions.all()]
    names = (row.headline, row.short_headline, row.slug.replace("-", " "))
    return (*names, *(name for both in published for name in both))


def of_person(row: Any) -> Iterable[str]:
    published = [edition.name for edition in row.editions.all()]
    return (row.name, *row.aliases, row.slug.replace("-", " "), *published)


def of_page(row: Any) -> Iterable[str]:
    published = [edition.title for edition in row.editions.all()]
    return (row.title, row.slug.replace("-", " "), *published)


def of_source(row: Any) -> Iterable[str]:
    authors = (" ".join(map(str, author.values())) for author in row.authors)
    publisher = row.publisher.domain if row.publisher else ""
    domain = registrable_domain(row.url) if row.url else publisher
    return (row.title, *authors, row.container_title, domain, address_words(row.url))


NAMES: dict[tuple[str, str], Callable[[Any], Iterable[str]]] = {
    ("articles", "Article"): of_article,
    ("profiles", "Person"): of_person,
    ("pages", "Page"): of_page,
    ("references", "Reference"): of_source,
    ("references", "Publisher"): lambda row: (row.name, row.domain),
    ("publishing", "Tag"): lambda row: (row.name, *row.synonyms, row.slug.replace("-", " ")),
    ("images", "Image"): lambda row: (row.title, row.alt, row.caption, row.credit, row.creator),
}


def fill(apps: Any, schema_editor: Any) -> None:
    """Write the column of every row there is."""
    using = schema_editor.connection.alias
    for (app, name), names_of in NAMES.items():
        rows = apps.get_model(app, name).objects.using(using)
        if name in PUBLISHED:
            editions = apps.get_model(app, f"{name}Edition").objects.using(using).order_by("-number")
            own = editions.only("working_copy", "number", *PUBLISHED[name])
            rows = rows.defer("body").prefetch_related(Prefetch("editions", queryset=own))
        if name == "Reference":
            rows = rows.select_related("publisher")
        last = 0
        while some := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
            for row in some:
                row.find_text = find_text(names_of(row))
            rows.bulk_update(some, ["find_text"])
            last = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0001_groups"),
        ("publishing", "0002_find_text"),
        ("images", "0002_find_text"),
        ("references", "0002_find_text"),
        ("profiles", "0002_find_text"),
        ("articles", "0002_find_text"),
        ("pages", "0003_find_text"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
