"""How a listing is asked for, and whether the database answers it from one index range."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection, models

from publishing.querysets import ListingCursor
from reading.listings import Listing, Lists, of_editions
from reading.person_page import MENTIONED, SAID, WRITTEN
from reading.source_page import IN_ARTICLES
from reading.views import TAGGED

Statement = tuple[str, Any]

FEW = ("publishing_tag", "images_image")
"""Tables of which the generated archive has a handful of rows, or none."""


def home(at: datetime, before: ListingCursor | None = None) -> Listing:
    return of_editions(before=before, at=at)


def _of(lists: Lists, target: int | str) -> Callable[..., Listing]:
    def listing(at: datetime, before: ListingCursor | None = None) -> Listing:
        return lists.part(target, before=before, at=at)

    return listing


LISTINGS: dict[str, tuple[Callable[..., Listing], str]] = {
    "home": (home, "articleedition_listing"),
    "tag": (_of(TAGGED, "tag-3"), "articletag_listing"),
    "person: wrote": (_of(WRITTEN, 7), "credit_listing"),
    "person: mentioned": (_of(MENTIONED, 27), "mention_listing"),
    "person: said": (_of(SAID, 27), "quotation_listing"),
    "source: cited by": (_of(IN_ARTICLES, 5), "citation_listing"),
}
SHORT_LISTINGS: dict[str, tuple[Callable[..., Listing], str]] = {
    "person: mentioned now and then": (_of(MENTIONED, 300), "mention_listing"),
    "person: said now and then": (_of(SAID, 300), "quotation_listing"),
}
"""Every kind of listing of a generated archive, and the index it is to be read from."""


class Recorder:
    """Note the statements that are executed."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []

    def __call__(self, execute: Callable[..., Any], sql: str, parameters: Any, *rest: Any) -> Any:
        self.statements.append((sql, parameters))
        return execute(sql, parameters, *rest)


def statements_of(listing: Callable[[], Any]) -> list[Statement]:
    """Return what a listing asks the database."""
    recorder = Recorder()
    with connection.execute_wrapper(recorder):
        listing()
    return recorder.statements


def objections(statement: Statement, index: str, *, is_short: bool = False) -> list[str]:
    """Say what about the database's plan is not one range of this index; nothing is as it should be.

    A list that is short as a whole PostgreSQL may read from the same range in any order, and sort.
    """
    steps = _postgresql_steps(statement) if connection.vendor == "postgresql" else _sqlite_steps(statement)
    unwanted: tuple[str, ...] = ("SCAN", "Seq Scan", "TEMP B-TREE", "Sort", "Bitmap")
    if is_short:
        unwanted = ("SCAN", "Seq Scan articles_")
    found = [step for step in steps if any(word in step for word in unwanted)]
    if not any(index in step.split() for step in steps):
        found.append(f"{index} is not used: {steps}")
    return found


def _sqlite_steps(statement: Statement) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement[0]}", statement[1])
        return [row[3] for row in cursor.fetchall()]


def _postgresql_steps(statement: Statement) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement[0]}", statement[1])
        plan = cursor.fetchone()[0]
    return list(_walk((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))


def _walk(node: dict[str, Any]) -> Iterator[str]:
    """List the steps on rows that grow with the archive; what has few rows here may be read as a whole."""
    if node.get("Parent Relationship") == "InitPlan" or node.get("Relation Name") in FEW:
        return
    names = ("Node Type", "Scan Direction", "Index Name", "Relation Name")
    yield " ".join(str(node[name]) for name in names if name in node)
    for child in node.get("Plans", ()):
        yield from _walk(child)


def cursor_in(listing: Callable[..., Listing], at: datetime) -> ListingCursor:
    """Return the place at the end of a listing's first part."""
    edition: models.Model = listing(at).items[-1].edition
    return ListingCursor(published_at=edition.published_at, edition_id=edition.pk)  # type: ignore[attr-defined]
