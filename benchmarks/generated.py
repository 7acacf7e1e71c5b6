"""A large archive made inside the database: articles, published versions, links.

Rows are what the verbs would have written (an edition and its links share their times), but a hundred
thousand of them take seconds. Every number is made from the article's number, so runs are alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models

from articles.models import (
    Article,
    ArticleEdition,
    ArticleRevision,
    ArticleTag,
    Citation,
    Credit,
    Mention,
    Quotation,
)
from profiles.models import Person
from publishing.models import Tag
from publishing.timeline import OPEN_END
from references.models import Reference

BEGINNING = datetime(2016, 1, 1, tzinfo=UTC)
HOURS_BETWEEN_ARTICLES = 4
HOURS_BETWEEN_VERSIONS = 30
VERSIONS = 5
SECTIONS, TAGS, WRITERS, PEOPLE, SOURCES = 10, 200, 20, 400, 2000
OFTEN_CITED = 20
FIRST_KEY = 100_000_000_000
BODY = "<p>As many words as an article has.</p>" * 150


@dataclass(frozen=True)
class Archive:
    """What was made, and when its last article appeared."""

    articles: int

    @property
    def middle(self) -> datetime:
        return BEGINNING + timedelta(hours=HOURS_BETWEEN_ARTICLES * self.articles // 2)

    @property
    def end(self) -> datetime:
        last = HOURS_BETWEEN_ARTICLES * self.articles + HOURS_BETWEEN_VERSIONS * VERSIONS
        return BEGINNING + timedelta(hours=last + 1)


def generate(articles: int, *, after: int = 0) -> Archive:
    """Make articles up to this number; those up to `after` are there already."""
    with connection.cursor() as cursor:
        if not after:
            _insert(cursor, Tag, series(1, TAGS), _named("tag", "name") | {"slug": text("'tag-'")})
            _insert(cursor, Person, series(1, PEOPLE), _named("person", "name") | {"slug": text("'person-'")})
            _insert(
                cursor, Reference, series(1, SOURCES), _named("source", "title") | {"match_key": text("''")}
            )
        new = series(after + 1, articles)
        body = {"body": f"'{BODY}'", "slug": text("'article-'")}
        _insert(cursor, Article, new, _named("article", "headline") | body)
        _insert(cursor, ArticleRevision, new, {"working_copy_id": "n", "number": "1", "based_on": "0"})
        _insert(cursor, ArticleEdition, _versions(new), _edition())
        for model, columns in _links().items():
            _insert(cursor, model, _versions(new), columns)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
    return Archive(articles)


def series(first: int, last: int) -> str:
    return (
        f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})"
        " {insert} SELECT {chosen} FROM numbers"
    )


def _versions(articles: str) -> str:
    """Return each article's number with each version's, from 0."""
    versions = " UNION ALL ".join(f"SELECT {version} AS v" for version in range(VERSIONS))
    return f"{articles} CROSS JOIN ({versions}) versions"


def text(before: str) -> str:
    return f"{before} || CAST(n AS varchar(12))"


def _named(kind: str, column: str) -> dict[str, str]:
    """Return a name, and what the verbs would have made of it, of a longer one and of an address."""
    number = "CAST(n AS varchar(12))"
    longer = f"a longer name for this {kind} with as many words as headlines have"
    find_text = f"'| {kind} ' || {number} || ' | {longer} ' || {number} || ' | {kind} ' || {number} || ' |'"
    return {column: text(f"'{kind.capitalize()} '"), "find_text": find_text}


def after_hours(hours: str) -> str:
    """Return a moment so many hours after the beginning."""
    if connection.vendor == "postgresql":
        return f"TIMESTAMPTZ '{BEGINNING.isoformat()}' + ({hours}) * INTERVAL '1 hour'"
    return f"datetime('{BEGINNING:%Y-%m-%d %H:%M:%S}', '+' || ({hours}) || ' hours')"


def _times() -> dict[str, str]:
    """Return when a version is live; the last of every 13th article was taken down a while later."""
    published = f"n * {HOURS_BETWEEN_ARTICLES}"
    starts = f"{published} + v * {HOURS_BETWEEN_VERSIONS}"
    ends = after_hours(f"{published} + (v + 1) * {HOURS_BETWEEN_VERSIONS}")
    never = f"'{OPEN_END:%Y-%m-%d %H:%M:%S}'"
    if connection.vendor == "postgresql":
        never = f"TIMESTAMPTZ '{OPEN_END.isoformat()}'"
    return {
        "published_at": after_hours(published),
        "live_from": after_hours(starts),
        "live_until": f"CASE WHEN v < {VERSIONS - 1} OR n % 13 = 0 THEN {ends} ELSE {never} END",
    }


def _edition() -> dict[str, str]:
    times = _times()
    return times | {
        "id": f"n * {VERSIONS} + v",
        "key": f"CAST({FIRST_KEY} + n * {VERSIONS} + v AS varchar(12))",
        "number": "v + 1",
        "working_copy_id": "n",
        "revision_id": "n",
        "headline": text("'Article '"),
        "slug": text("'article-'"),
        "body_html": "'<p>Words of an article, of which there are as many as in any other.</p>'",
        "words": "12",
        "starts_at": times["live_from"],
        "updated_at": times["published_at"],
        "created_at": times["live_from"],
    }


def _links() -> dict[type[models.Model], dict[str, str]]:
    """Return each kind of link: a tag, a writer, somebody mentioned and quoted, a source."""
    link = _times() | {"edition_id": f"n * {VERSIONS} + v", "id": f"n * {VERSIONS} + v", "position": "0"}
    # Every other article mentions one of a few, the rest anybody: some have long lists, most short ones.
    somebody = f"{WRITERS + 1} + CASE WHEN n % 2 = 0 THEN n % {WRITERS} ELSE n % {PEOPLE - WRITERS} END"
    return {
        ArticleTag: link | {"tag_id": f"1 + n % {SECTIONS}"},
        Credit: link | {"person_id": f"1 + n % {WRITERS}", "name": "'Writer'"},
        Mention: link | {"person_id": somebody, "words": "'Somebody'"},
        Quotation: link | {"person_id": somebody, "reference_id": "NULL", "parts": "'[\"Words\"]'"},
        Citation: link | {"reference_id": f"1 + n % {OFTEN_CITED}"},
    }


def _insert(cursor: Any, model: type[models.Model], rows: str, columns: Mapping[str, str]) -> None:
    """Insert a row for each number; a column not named gets the field's own default."""
    chosen: list[str] = []
    parameters: list[Any] = []
    fields = model._meta.concrete_fields
    for field in fields:
        if field.column in columns:
            chosen.append(columns[field.column])
        elif field.primary_key:
            chosen.append("n")
        elif field.name == "key":
            chosen.append(f"CAST({FIRST_KEY} + n AS varchar(12))")
        elif field.name in ("match_key", "sort_key", "sha256"):
            chosen.append(text("'k'"))
        else:
            default = field.get_default()
            value = "" if default is None and not field.null else default
            chosen.append("%s")
            parameters.append(field.get_db_prep_save(value, connection))
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    insert = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names})"
    if connection.vendor == "postgresql":
        statement = f"{insert} {rows.format(insert='', chosen=', '.join(chosen))}"
    else:
        statement = rows.format(insert=insert, chosen=", ".join(chosen))
    cursor.execute(statement.replace(" % ", " %% ") if parameters else statement, parameters or None)
