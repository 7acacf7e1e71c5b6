"""A look-alike is pointed out while the second is being made; whoever only shares a surname is none."""

import pytest

from profiles.models import Person
from publishing.alike import alike
from references.models import Reference
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("known", "written"),
    [("Liang Wenfeng", "Liang Wenfang"), ("Liang Wenfeng", "Wenfeng, Liang"), ("Mira Holt", "M. Holt"),
     ("Mira Holt", "Mira Holtz"), ("Mira Holt", "mira  HOLT"), ("José Ángel", "Jose Angel"),
     ("Mira Holt", "Myra Holt"),     ("Лев Толстой", "Lev Tolstoj")],
)  # fmt: skip
def test_names_that_may_be_one(known: str, written: str) -> None:
    person = make.make_person(name=known)
    make.make_person(name="Somebody Quite Different")
    assert alike(Person.objects.all(), written, most=3) == [person]


@pytest.mark.parametrize(
    ("known", "written"),
    [("Anna Weber", "Otto Weber"), ("Liang Wenfeng", "Liang"), ("Mira Holt", ""), ("Mira Holt", "Mi"),
     ("Mira Holt", "…"), ("Li Na", "Li Wei")],
)  # fmt: skip
def test_names_that_are_two(known: str, written: str) -> None:
    make.make_person(name=known)
    assert alike(Person.objects.all(), written, most=3) == []


def test_aliases_count_and_the_nearest_comes_first() -> None:
    near = make.make_person(name="Somebody", aliases=["Jonas Weill"])
    nearest = make.make_person(name="Jonas Weil")
    assert alike(Person.objects.all(), "Jonas Weil", most=3) == [nearest, near]
    assert alike(Person.objects.all(), "Jonas Weil", most=1) == [nearest]


def test_titles_too() -> None:
    source = make.make_reference(title="How the match was scored")
    assert alike(Reference.objects.all(), "How the matches were scored", most=3) == [source]
