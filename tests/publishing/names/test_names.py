"""Names are found by their index exactly as by reading all of them, whoever wrote them and however."""

import random
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Q

from articles.models import Article
from profiles.models import Person
from publishing.alike import alike
from publishing.finding import find_text, fits, how_well, readings
from publishing.names import few, finding, index_of, narrowed, newest_with
from publishing.names.index import NamesIndex
from references.models import Publisher, Reference
from tests import factories as make

pytestmark = pytest.mark.django_db

SYLLABLES = (
    "ha",
    "rb",
    "our",
    "li",
    "an",
    "g",
    "wen",
    "fe",
    "ng",
    "o'",
    "-",
    "é",
    "ß",
    "梁",
    "文",
    "1",
    ".",
    "A",
)
INDEXED = (Article, Person, Reference, Publisher)


@pytest.fixture(name="chance")
def chance_() -> random.Random:
    """Make the same names every time."""
    return random.Random(4)


def some_name(chance: random.Random) -> str:
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(chance.randint(1, 4))]
    return " ".join(words)


def some_people(chance: random.Random, many: int) -> None:
    names = [some_name(chance) for _ in range(many)]
    Person.objects.bulk_create(
        Person(name=name, find_text=find_text([name, some_name(chance)])) for name in names
    )


def read_through(rows: Any, asked: str) -> list[int]:
    """Find by reading all names, as the best of them were found before there was an index."""
    fitting = rows.filter(fits(asked)).annotate(fit=how_well(asked))
    return [row.pk for row in fitting.order_by("fit", "-changed_at", "-pk")]


def questions(chance: random.Random) -> list[str]:
    names = [some_name(chance) for _ in range(60)]
    return [
        *names,
        *(name[: chance.randint(1, 6)] for name in names),
        *(name[1:4] for name in names),
        "",
        "…",
    ]


def test_whatever_is_asked_finds_what_reading_everything_finds(chance: random.Random) -> None:
    some_people(chance, 200)
    known = set()
    for asked in questions(chance):
        found = few(Person, asked)
        expected = read_through(Person.objects.all(), asked)
        if found is not None:
            assert found == sorted(expected), asked
            known.add(len(found) > 0)
        ranked = narrowed(Person.objects.all(), asked, most=12).annotate(fit=how_well(asked))
        best = ranked.order_by("fit", "-changed_at", "-pk")[:12]
        assert [row.pk for row in best] == expected[:12], asked
    assert known == {True, False}


def test_of_very_many_the_best_are_found(chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    some_people(chance, 400)
    monkeypatch.setattr(finding, "MOST_NEAR", 20)
    most = 12
    for asked in questions(chance):
        if few(Person, asked, most=5) is not None or not readings(asked):
            continue
        # Among so many it is any of the best: how well each fits is as if all had been weighed.
        near = finding._best_of_many(Person.objects.all(), asked, most)
        rows = Person.objects.filter(fits(asked)) if near is None else near
        order = ("fit", "-changed_at", "-pk")
        everybody = Person.objects.filter(fits(asked))
        ways = [way.annotate(fit=how_well(asked)).order_by(*order)[:most] for way in (rows, everybody)]
        assert [row.fit for row in ways[0]] == [row.fit for row in ways[1]], asked


def test_whom_somebody_may_not_see_hides_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_NEAR", 3)
    monkeypatch.setattr(finding, "few", lambda *_args, **_kwargs: None)
    people = [make.make_person(name=f"Harbour {number}") for number in range(8)]
    seen = Person.objects.filter(pk__in=[person.pk for person in people[:2]])
    assert set(narrowed(seen, "harbour", most=2)) == set(people[:2])


def test_it_follows_every_way_of_writing() -> None:
    person = make.make_person(name="Mira Holt")
    assert few(Person, "ira hol") == [person.pk]
    Person.objects.filter(pk=person.pk).update(find_text="| jonas weil |")
    assert few(Person, "mira") == [] and few(Person, "jonas") == [person.pk]
    Person.objects.filter(pk=person.pk).update(occupation="Anything")
    assert few(Person, "weil") == [person.pk]
    other = Publisher.objects.bulk_create([Publisher(name="x", find_text="| harbour post |")])[0]
    assert few(Publisher, "bour p") == [other.pk]
    other.delete()
    assert few(Publisher, "harbour") == []


def test_one_letter_is_known_where_a_word_begins_with_it() -> None:
    person = make.make_person(name="Mira Xu")
    assert newest_with(Person, [" x"], most=5) == newest_with(Person, ["| m"], most=5) == [person.pk]
    assert newest_with(Person, ["| x"], most=5) == [] and few(Person, "x") is None
    assert newest_with(Person, ["r"], most=5) == [person.pk] and newest_with(Person, ["z"], most=5) == []


@pytest.mark.django_db(transaction=True)
def test_a_table_made_anew_keeps_its_names() -> None:
    make.make_publisher(name="Harbour Post")
    gone = make.make_publisher(name="Post of the Past")
    [index] = [one for one in Publisher._meta.indexes if isinstance(one, NamesIndex)]
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(Publisher)
        else:
            editor.remove_index(Publisher, index)
            editor.add_index(Publisher, index)
    Publisher.objects.filter(pk=gone.pk).delete()
    make.make_publisher(name="Harbour Times")
    assert len(few(Publisher, "harbour") or ()) == 2 and len(few(Publisher, "post") or ()) == 1
    with connection.schema_editor() as editor:
        editor.remove_index(Publisher, index)
    with connection.schema_editor() as editor:
        editor.add_index(Publisher, index)
    make.make_publisher(name="Harbour News")
    assert len(few(Publisher, "harbour") or ()) == 3 and len(few(Publisher, "post") or ()) == 1


@pytest.mark.parametrize("model", INDEXED)
def test_it_is_read_from_the_index(model: Any) -> None:
    sql, asked, _order = finding._question(model, ["wen", "enf"])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # In a small table any other way is as quick.
            for way in ("seqscan", "indexscan", "indexonlyscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN {sql}", [asked])
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", [asked])
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert index_of(model) in plan and "SCAN named" not in plan, plan


def test_a_list_finds_sources_by_their_publisher_and_doi_as_ever(chance: random.Random) -> None:
    publishers = [make.make_publisher(name=name) for name in ("Harbour Post", "City News", "Of & Co")]
    for number in range(24):
        make.make_reference(
            title=f"{chance.choice(('Harbour', 'Council', 'Budget'))} report of {number} & more",
            publisher=chance.choice(publishers),
            doi=f"10.1234/abc.{number}",
            url=f"https://www.site{number}.example/harbour?b={number}",
        )
    page: Any = admin.site.get_model_admin(Reference)
    request = make.make_request()
    rows = Reference.objects.all()
    for asked in (
        "post", "harbour post", "post council", "of", "of co", "& co", "&", "city of", "10.1234/abc.7",
        "abc.1", "1234", "nobody", "harbour nobody", "https://www.site3.example/harbour?b=3", "www.site5",
        '"city news"', '"news city"', "publisher", "x",
    ):  # fmt: skip
        listed, _may_repeat = admin.ModelAdmin.get_search_results(page, request, rows, asked)
        expected = rows.filter(fits(asked) | Q(pk__in=listed.order_by().values("pk")))
        found, _may_repeat = page.get_search_results(request, rows, asked)
        assert set(found) == set(expected), asked


def test_who_is_called_just_so_is_alike_however_many_were_written_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("publishing.alike.MOST_WEIGHED", 5)
    first = make.make_person(name="Mira Holt")
    make.make_person(name="Mirabel Ander")
    Person.objects.bulk_create(
        Person(key=f"k{number}", name="x", find_text=f"| mirko xolt{number} |") for number in range(9)
    )
    assert alike(Person.objects.all(), "Mira Holt", most=3) == [first]


def test_sources_of_before_are_found_by_their_doi() -> None:
    source = make.make_reference(title="A report", doi="10.1234/abc.7")
    Reference.objects.filter(pk=source.pk).update(find_text="| a report |")
    assert few(Reference, "10.1234/abc") == []
    migration: Any = import_module("references.migrations.0008_found_by_doi")
    for _twice in range(2):
        migration.add_dois(apps, None)
        source.refresh_from_db()
        assert source.find_text == "| a report | 10 1234 abc 7 | 101234 abc7 |"
    assert few(Reference, "10.1234/abc") == [source.pk]
