"""A change is told of when it is kept, and only then."""

import random
from contextlib import suppress
from unittest.mock import Mock

import pytest
from django.db import transaction

from publishing.caching import announce, announce_plans
from publishing.caching.announcing import MOST_KEYS
from publishing.caching.counters import Counters, own, slot_of
from publishing.models import PublicChange

KEYS = [f"key {number}" for number in range(12)]


class Undone(Exception):
    pass


def counted() -> dict[str, int]:
    return dict(zip(KEYS, own.now(KEYS), strict=True))


@pytest.mark.django_db(transaction=True)
def test_a_change_is_counted_when_it_is_kept() -> None:
    before = counted()
    with transaction.atomic():
        announce("key 1", "key 2", "key 1", hard=True)
        assert counted() == before
    row = PublicChange.objects.get()
    assert (row.keys, row.hard) == (["key 1", "key 2"], True)
    assert counted() == before | {key: before[key] + 1 for key in ("key 1", "key 2")}
    assert not own.unknown([row.mark])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_of_what_was_undone() -> None:
    before = counted()
    with suppress(Undone), transaction.atomic():
        announce("key 1")
        raise Undone
    assert counted() == before
    assert not PublicChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_plans_change_no_page() -> None:
    number = own.number()
    announce_plans()
    assert own.number() == number
    assert PublicChange.objects.get().keys == []


@pytest.mark.django_db(transaction=True)
def test_very_many_keys_are_several_rows() -> None:
    announce(*(f"many {number}" for number in range(MOST_KEYS + 1)))
    assert [len(row.keys) for row in PublicChange.objects.all()] == [MOST_KEYS, 1]


def nest(chance: random.Random, depth: int = 0) -> set[str]:
    """Announce at random in savepoints of which some are undone; return what was kept."""
    kept: set[str] = set()
    for _ in range(chance.randint(1, 3)):
        if depth < 3 and chance.random() < 0.6:
            with suppress(Undone), transaction.atomic():
                inner = nest(chance, depth + 1)
                if chance.random() < 0.4:
                    raise Undone
                kept |= inner
        else:
            key = chance.choice(KEYS)
            announce(key)
            kept.add(key)
    return kept


@pytest.mark.django_db(transaction=True)
def test_savepoints_that_are_undone_tell_of_nothing_and_those_kept_of_all() -> None:
    chance = random.Random(36)
    slots = {key: slot_of(key) for key in KEYS}
    assert len(set(slots.values())) == len(KEYS)
    for _ in range(60):
        before = counted()
        PublicChange.objects.all().delete()
        with transaction.atomic():
            kept = nest(chance)
        after = counted()
        assert {key for key in KEYS if after[key] != before[key]} == kept
        assert {key for row in PublicChange.objects.all() for key in row.keys} == kept


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_counted_fails_nobody_whose_change_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The row is there, so whoever reads counts it later; the save itself was kept and is not refused."""
    monkeypatch.setattr(Counters, "count", Mock(side_effect=OSError))
    with transaction.atomic():
        announce("a")
    assert PublicChange.objects.get().keys == ["a"]
