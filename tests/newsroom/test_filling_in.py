"""Filling in what rows are found by: in a few queries, however many rows there are."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from profiles.models import Person
from references.models import Reference
from tests import factories as make

pytestmark = pytest.mark.django_db

filling = import_module("newsroom.migrations.0002_fill_find_text")


def fill() -> list[str]:
    """Fill the column in again; return what was asked of the database."""
    with CaptureQueriesContext(connection) as asked:
        filling.fill(apps, SimpleNamespace(connection=connection))
    return [query["sql"] for query in asked]


def make_some() -> None:
    make.make_published_article()
    make.make_person(published=True)
    make.make_published_page()
    make.make_reference(publisher=make.make_publisher())


def test_many_rows_take_as_many_queries_as_one_and_no_text_is_read() -> None:
    make_some()
    few = fill()
    for _number in range(3):
        make_some()
    many = fill()
    assert len(many) == len(few)
    assert not [sql for sql in many if '"body_html"' in sql or '"body"' in sql]


def test_each_row_gets_what_its_verbs_would_write() -> None:
    article = make.make_published_article(headline="As published")
    make.save(article, headline="As drafted")
    person = make.make_person(name="Ada", aliases=["Countess"], published=True)
    source = make.make_reference(publisher=make.make_publisher(domain="press.example"))
    kinds = {Article: article, Person: person, Reference: source}
    before = {model: model.objects.get(pk=row.pk).find_text for model, row in kinds.items()}
    assert all(before.values())
    for model in kinds:
        model.objects.update(find_text="")
    fill()
    assert {model: model.objects.get(pk=row.pk).find_text for model, row in kinds.items()} == before
