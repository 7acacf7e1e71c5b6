"""Many rows at once are the rows that were given, whatever stands in them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from publishing.adding import COPIED, add
from publishing.models import Tag
from tests.factories import make_tag

pytestmark = pytest.mark.django_db

ODD = ("\\N", "\\.", "a\\nb", "line\nline\r\nline", "tab\tstop", '"quoted", it\'s', "%s %(a)s", "", "ё 梁 😀")


def tag(number: int, words: str, **fields: Any) -> Tag:
    synonyms = [words, None, {"a": words}]
    at = datetime(2024, 1, 1, 0, 0, 0, number, tzinfo=UTC)
    return Tag(
        name=f"Tag {number}",
        slug=f"tag-{number}",
        description=words,
        synonyms=synonyms,
        changed_at=at,
        **fields,
    )


@pytest.mark.parametrize("least", [1, COPIED, 40])
def test_what_is_added_is_what_is_there(least: int) -> None:
    make_tag("Rivers")
    rows = [tag(number, ODD[number % len(ODD)]) for number in range(least)]
    add(rows)
    assert [row.pk for row in rows] == sorted({row.pk for row in rows})
    there = Tag.objects.in_bulk([row.pk for row in rows])
    for row in rows:
        found = there[row.pk]
        columns = [field.attname for field in Tag._meta.concrete_fields]
        assert [getattr(found, name) for name in columns] == [getattr(row, name) for name in columns]
        assert not row._state.adding
    assert make_tag("Lakes").pk not in there


def test_what_is_there_already_is_refused_and_nothing_of_the_rest_is_left() -> None:
    make_tag("Rivers", slug="tag-3")
    with pytest.raises(IntegrityError), transaction.atomic():
        add([tag(number, "") for number in range(COPIED)])
    assert Tag.objects.count() == 1
    add([tag(number, "") for number in range(10, 10 + COPIED)])
    assert Tag.objects.count() == 1 + COPIED
