"""Whatever table a public page reads, writing a row of it is announced, or there is a reason why not."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import RequestFactory
from django.test.client import ClientHandler

from publishing.bases import EditionBase, LinkBase, Record
from tests import factories as make
from tests.environment import ROOT
from tests.promises.changing import Newsroom

TOLD_BY_THEIR_VERBS = (EditionBase, LinkBase, Record)
"""Written by `retime` and `bring_in`, or by `save_record` and `remove_record`."""
NEVER_CHANGES = "of it only the key is read, which never changes"
REASONS = {
    "articles.Article": NEVER_CHANGES,
    "pages.Page": NEVER_CHANGES,
    "profiles.Person": NEVER_CHANGES,
    "articles.CitationPlace": "written with its citation and never changed",
    "pages.PageCitationPlace": "written with its citation and never changed",
    "profiles.PersonCitationPlace": "written with its citation and never changed",
    "masthead.MenuItem": "written by save_newsroom, in one transaction with the newsroom's own row",
    "publishing.TagName": "read where a page is not found, which is never kept",
    "moving.OldAddress": "read where a page is not found, which is never kept",
    "sessions.Session": "read for who may see drafts' pictures; what a session took part in is never kept",
}
WRITERS = {
    "publishing/workflow/erasing.py",
    "publishing/workflow/recomputing.py",
    "publishing/workflow/retiming.py",
    "publishing/workflow/rerendering.py",
}
"""The only places that rewrite what is published; each announces it."""


def product_files() -> Iterator[Path]:
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.is_relative_to(ROOT) and ".venv" not in folder.parts:
            yield from folder.rglob("*.py")


@pytest.mark.django_db
def test_every_table_a_page_reads_is_told_of() -> None:
    room, seen = Newsroom(Random(3)), set[str]()
    make.fill_in_newsroom(name="Ours", menu=[{"tag": room.tags[0], "label": ""}])
    handler = ClientHandler(enforce_csrf_checks=False)

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.update(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for path in room.paths():
            handler(RequestFactory().get(path).environ)
    models = [model for model in apps.get_models() if model._meta.db_table in seen]
    assert len(models) > 15
    untold = {
        model._meta.label
        for model in models
        if not issubclass(model, TOLD_BY_THEIR_VERBS) and model._meta.label not in REASONS
    }
    assert not untold, "announce what is written of these, or say here why that changes no page"


def test_nothing_else_rewrites_what_is_published() -> None:
    calls = re.compile(r"(?<!self)(?<!super\(\))\._write\(")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in product_files()
        if calls.search(path.read_text(encoding="utf-8"))
    }
    assert found == WRITERS, "what rewrites published rows has to announce it"
    for path in WRITERS:
        assert "announce" in (ROOT / path).read_text(encoding="utf-8")
