"""Every prepared query of the program gives the rows that its queryset gives, whatever it is asked for."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

import moving.leading  # noqa: F401
import newsroom.urls  # noqa: F401 (so that every page's queries are there)
from articles.models import ArticleEdition
from moving.models import OldAddress
from publishing.prepared import QUERIES, Prepared
from publishing.records import save_record
from publishing.workflow import publish, schedule, withdraw
from tests.factories import (
    citing,
    make_article,
    make_image,
    make_person,
    make_published_article,
    make_published_page,
    make_publisher,
    make_reference,
    make_tag,
    mentioning,
    picturing,
    quoting,
    save,
)
from tests.soaking import how_many

pytestmark = pytest.mark.django_db

OURS = [query for query in QUERIES if not query.plain.__module__.startswith("tests.")]
ROOMS = ("articles", "pages", "profiles", "references", "publishing", "images")
TRIES = how_many(8, soak=400)


@pytest.fixture
def scene() -> None:
    """Make something that each query finds, and other things beside it."""
    publisher, picture, tag = make_publisher(), make_image(credit="Somebody"), make_tag("Rivers")
    source, secret = make_reference(publisher=publisher), make_reference(confidential=True)
    alone = make_reference()
    people = [make_person(body=citing(source), portrait=picture.key, published=True) for _ in range(2)]
    make_person(body=mentioning(people[0]) + citing(source), published=True)
    said = quoting("So it is", person=people[0], reference=source) + quoting("Or not", person=people[0])
    body = mentioning(people[0]) + citing(source) + citing(secret) + citing(alone) + said + picturing(picture)
    by = {"role": "", "name": "", "is_agency": False}
    articles = [
        make_published_article(
            body=body,
            tags=[tag.key],
            main_image=picture.key if number % 2 else None,
            credits=[{"person": person.key, **by} for person in people],
        )
        for number in range(3)
    ]
    make_published_page(body=body)
    publish(working_copy=articles[0], version=save(articles[0], slug="another"), actor=None)
    withdraw(working_copy=articles[1], edition=1, actor=None)
    save_record(record=alone, changes={"title": "Another title"}, version=alone.version, actor=None)
    # As no path is ever kept, so that a word that is asked for is one.
    OldAddress.objects.bulk_create([OldAddress(path="nonsense", place="/")])
    waiting = make_article(body=body, tags=[tag.key])
    starts_at = timezone.now() + timedelta(days=2)
    schedule(working_copy=waiting, version=waiting.version, actor=None, starts_at=starts_at)


def plainly(value: Any) -> Any:
    """Return a row with everything that was loaded with it, to be compared."""
    if isinstance(value, models.Model):
        loaded = {name: part for name, part in vars(value).items() if name != "_state"}
        relations = value._state.fields_cache
        return type(value), value._state.db, value._state.adding, plainly(loaded), plainly(relations)
    if isinstance(value, dict):
        return {name: plainly(part) for name, part in sorted(value.items())}
    return [plainly(part) for part in value] if isinstance(value, list | tuple) else value


def words_and_numbers() -> tuple[list[str], list[int]]:
    """Return every address and key there is, and small numbers, among which are those of all rows."""
    words, numbers = {"nonsense"}, set(range(-1, 3))
    for model in (model for app in ROOMS for model in apps.get_app_config(app).get_models()):
        fields = {field.name for field in model._meta.concrete_fields}
        for name in ("key", "slug", "sort_key"):
            if name in fields:
                words |= set(model._default_manager.values_list(name, flat=True))
        numbers |= set(model._default_manager.values_list("pk", flat=True))
    return sorted(words), sorted(number for number in numbers if isinstance(number, int))


def some_values(query: Prepared[Any, Any], chance: random.Random, words: Any, numbers: Any) -> dict[str, Any]:
    """Return something to ask a query for."""
    now = timezone.now()
    moments = [now, now, now, now + timedelta(days=3), now - timedelta(days=1)]
    given: dict[str, Any] = {}
    for name, (stand_in, is_many) in query.kinds.items():
        pool: Any = {datetime: moments, str: words, int: numbers}[type(stand_in(0))]
        given[name] = chance.choices(pool, k=chance.randint(0, 9)) if is_many else chance.choice(pool)
    return given


def in_turn(query: Prepared[Any, Any], words: Any, numbers: Any) -> Iterator[dict[str, Any]]:
    """Yield everything there is to ask for now, so that something is found."""
    now = timezone.now() + timedelta(seconds=1)
    for n in range(max(len(words), len(numbers))):
        pools: dict[Any, Any] = {
            datetime: now,
            str: words[n % len(words)],
            int: numbers[-1 - n % len(numbers)],
        }
        found = {name: pools[type(stand_in(0))] for name, (stand_in, _) in query.kinds.items()}
        found |= {"edition_id": 2**40} if "edition_id" in found else {}
        yield {name: [value] if query.kinds[name][1] else value for name, value in found.items()}


def test_each_gives_what_its_queryset_gives(scene: None) -> None:
    assert ArticleEdition.objects.live(timezone.now()).count() == 2
    assert len(OURS) > 20
    chance = random.Random(39)
    words, numbers = words_and_numbers()
    for query in OURS:
        hits = 0
        for given in in_turn(query, words, numbers):
            hits += compared(query, given)
            if hits > 3:
                break
        assert hits, f"nothing was ever found by {query.plain.__module__}.{query.name}"
        for _ in range(TRIES):
            compared(query, some_values(query, chance, words, numbers))


def compared(query: Prepared[Any, Any], given: dict[str, Any]) -> bool:
    """Compare the rows of both; tell whether there were any."""
    expected = query.plain(**given)
    rows, plain = plainly(query(**given)), plainly(list(expected))
    if not expected.ordered:
        rows, plain = sorted(rows, key=repr), sorted(plain, key=repr)
    assert rows == plain, (query.plain, given)
    return bool(rows)
