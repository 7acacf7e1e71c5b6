"""Many pages at once are written as they would be one by one."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticleEdition
from publishing.errors import InvalidText, NotAllowed, NotReady
from publishing.models import Event, PublicChange
from publishing.workflow import create, publish
from publishing.workflow.bulk import NewPage, bring_in
from tests import factories
from tests.factories import (
    citing,
    make_image,
    make_person,
    make_published_article,
    make_reference,
    make_tag,
    make_user,
    mentioning,
    picturing,
    quoting,
    text_of,
)

pytestmark = pytest.mark.django_db

SINCE = datetime(2019, 5, 1, 9, tzinfo=UTC)
KINDS = ("articles", "publishing")


def posts() -> list[dict[str, Any]]:
    """Make what posts lead to, and what each of them says: two share nearly everything."""
    tags = [make_tag(f"Subject {number}") for number in range(3)]
    person, source, image = make_person(name="Ada Moor", published=True), make_reference(), make_image()
    said = quoting("We were there", person=person)
    body = mentioning(person) + citing(source, locator="p. 4") + said + picturing(image)
    credits = [{"person": person.key, "name": "", "role": "", "is_agency": False}]
    return [
        {
            "headline": f"The harbour {number % 4}",
            "body": body if number % 2 else text_of(f"Words of post {number}.", "More."),
            "tags": [tags[number % 3].key, tags[0].key, tags[0].key],
            "credits": credits if number % 3 else [],
            "sources": [source.key] if number % 2 else [],
            "main_image": image.key if number == 5 else None,
            "main_image_alt": "A harbour",
        }
        for number in range(12)
    ]


def new(payload: dict[str, Any], number: int) -> NewPage:
    published = SINCE + timedelta(days=number) if number % 5 else None
    return NewPage(working_copy=Article(), content=payload, note="Moved in", published_at=published)


def one_by_one(pages: Sequence[NewPage], actor: Any) -> None:
    for page in pages:
        row = page.working_copy
        create(working_copy=row, payload=page.content, actor=actor, note=page.note)
        if page.published_at:
            publish(working_copy=row, version=row.version, actor=actor, backdated_to=page.published_at)


def together(pages: Sequence[NewPage], actor: Any) -> None:
    bring_in(pages, actor=actor)


def written() -> dict[str, list[str]]:
    """Return every row of articles and the kernel; a number or key of a row is its place in its table."""
    models = [model for config in apps.get_app_configs() for model in config.get_models()]
    numbers_of: dict[Any, dict[Any, int]] = {}
    keys: dict[str, str] = {}
    for model in models:
        rows = model._default_manager.order_by("pk")
        numbers_of[model] = {pk: place for place, pk in enumerate(rows.values_list("pk", flat=True))}
        if any(field.name == "key" for field in model._meta.fields):
            named = rows.values_list("key", flat=True)
            keys |= {key: f"{model.__name__} {place}" for place, key in enumerate(named)}

    def row_in_words(model: Any, row: dict[str, Any]) -> str:
        for field in model._meta.fields:
            leads_to = model if field.primary_key else field.related_model
            if leads_to in numbers_of:
                row[field.attname] = numbers_of[leads_to].get(row[field.attname])
        return in_words(json.dumps(row, default=str, sort_keys=True))

    def in_words(said: str) -> str:
        for key, name in keys.items():
            said = said.replace(key, name)
        return said

    found = {
        model.__name__: [row_in_words(model, row) for row in model._default_manager.order_by("pk").values()]
        for model in models
        # Many at once are announced at once.
        if model._meta.app_label in KINDS and model is not PublicChange
    }
    # One telling of all that many brought, or one of each: what is told of is the same.
    found["PublicChange"] = sorted(
        {in_words(key) for change in PublicChange.objects.all() for key in change.keys}
    )
    return found


def number_alike() -> None:
    """Let the next rows get the same numbers whatever was taken back before."""
    models = [model for config in apps.get_app_configs() for model in config.get_models()]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def state_after(how: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Bring the posts in, look at every row, and take everything back."""
    with time_machine.travel("2026-03-03 12:00 +0000", tick=False), transaction.atomic():
        monkeypatch.setattr(factories, "numbers", count(1))
        number_alike()
        make_published_article(headline="The harbour 1", tags=[make_tag("There before").key])
        payloads = posts()
        how([new(payload, number) for number, payload in enumerate(payloads)], make_user("editor"))
        found = written()
        transaction.set_rollback(True)
    return found


def test_every_row_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = state_after(one_by_one, monkeypatch), state_after(together, monkeypatch)
    assert first.keys() == second.keys()
    for name in first:
        assert first[name] == second[name], name
    assert sum(len(rows) for rows in second.values()) > 150


def test_a_page_more_costs_no_query_more_whatever_it_leads_to() -> None:
    payloads = posts()

    def cost(many: int, payload: dict[str, Any]) -> int:
        of = f"{many} of {payload['headline']}"
        pages = [new(payload | {"headline": f"{of}, {number}"}, 1) for number in range(many)]
        with CaptureQueriesContext(connection) as asked:
            bring_in(pages, actor=None)
        return len(asked)

    plain, rich = payloads[0], payloads[1]
    # SQLite takes so many values at once, and no more.
    assert cost(40, plain) <= cost(10, plain) + 4
    assert cost(40, rich) <= cost(10, rich) + 4


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [({"headline": "\u200b"}, InvalidText), ({"body": ""}, NotReady), ({"slug": "Not A Slug"}, InvalidText)],
)
def test_one_that_is_refused_leaves_nothing_behind(wrong: dict[str, Any], refusal: type[Exception]) -> None:
    payloads = posts()
    before = Event.objects.count()
    pages = [new(payloads[1], 1), new(payloads[2] | wrong, 2)]
    with pytest.raises(refusal):
        bring_in(pages, actor=None)
    assert not Article.objects.exists() and Event.objects.count() == before


def test_a_reporter_publishes_nothing_this_way() -> None:
    payloads = posts()
    with pytest.raises(NotAllowed):
        bring_in([new(payloads[1], 1)], actor=make_user("reporter"))
    bring_in([new(payloads[0], 0)], actor=make_user("reporter"))
    assert Article.objects.count() == 1 and not ArticleEdition.objects.exists()


def test_none_at_all_is_nothing() -> None:
    bring_in([], actor=None)
    assert not Article.objects.exists()
