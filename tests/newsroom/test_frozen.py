"""What is published stays as it is, byte for byte, until something is published."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from pages.models import Page
from profiles.models import Person
from publishing.bases import WorkingCopy
from publishing.errors import InvalidText
from publishing.records import save_record
from publishing.workflow import publish, save_revision
from tests.factories import (
    citing,
    make_image,
    make_person,
    make_published_article,
    make_published_page,
    make_reference,
    make_tag,
    mentioning,
    text_of,
)
from tests.reading import text

pytestmark = pytest.mark.django_db

NOT_THE_TEXT = {
    *("id", "key", "version", "stage", "holder", "submitted_by", "handover_note"),
    *("created_at", "changed_at", "binned_at", "binned_by"),
    # Made of the text for searching and sorting; whose profile it is; which file it came from.
    *("find_text", "sort_key", "colleague"),
    *("imported_digest", "imported_version", "imported_story", "imported_address"),
    # Worked out of what is published of it.
    *("seen_until", "settled_until"),
    "erased_at",
    # What editors have answered to the checks.
    "left_checks",
    # Until when it may not go public.
    "embargo_line",
    "not_before",
}
"""What a draft says of itself: readers are to see nothing of it, so no version of the text holds it."""


@pytest.fixture
def scene() -> dict:
    person, other = make_person(published=True, name="Ada"), make_person(published=True, name="Grace")
    tag, other_tag = make_tag("Machines"), make_tag("History")
    source, general, other_source = (make_reference() for _ in range(3))
    make_published_article(tags=[other_tag.key], sources=[other_source.key])
    article = make_published_article(
        slug="engines",
        body=mentioning(person) + citing(source),
        tags=[tag.key],
        sources=[general.key],
        main_image=make_image().key,
        credits=[{"person": person.key, "name": "", "role": ""}],
    )
    return {
        "article": article,
        "person": person,
        "other": other,
        "source": source,
        "other_source": other_source,
        "page": make_published_page(slug="about", body=mentioning(person) + citing(source)),
        "paths": [
            "/about/",
            "/",
            "/articles/engines/",
            "/people/ada/",
            "/people/grace/",
            "/people/",
            "/tags/",
            "/tags/machines/",
            "/tags/history/",
            "/feed/",
            "/tags/machines/feed/",
            "/sitemap.xml",
            source.get_absolute_url(),
            general.get_absolute_url(),
            other_source.get_absolute_url(),
        ],
        "person_payload": {
            "name": "CANARY name",
            "aliases": ["CANARY alias"],
            "occupation": "CANARY occupation",
            "body": text_of("CANARY text.") + mentioning(other) + citing(other_source),
            "language": "de",
            "links": ["https://canary.example/"],
            "portrait": make_image().key,
            "portrait_alt": "CANARY alt",
            "sources": [general.key],
            "slug": "canary-person",
            # There is no other while readers see the page.
            "page": Person.Page.WHEN_PUBLISHED,
        },
        "page_payload": {
            "title": "CANARY title",
            "summary": "CANARY summary",
            "body": text_of("CANARY text.") + mentioning(other) + citing(other_source),
            "language": "de",
            "slug": "canary-page",
        },
        "payload": {
            "label": "opinion",
            "headline": "CANARY headline",
            "short_headline": "CANARY short",
            "standfirst": "CANARY summary",
            "body": text_of("CANARY text.") + mentioning(other) + citing(other_source),
            "language": "de",
            "main_image": make_image().key,
            "main_image_alt": "CANARY alt",
            "main_image_caption": "CANARY caption",
            "main_image_decorative": True,
            "credits": [{"person": None, "name": "CANARY", "role": "CANARY"}],
            "sources": [other_source.key],
            "tags": [other_tag.key],
            "slug": "canary",
        },
    }


def everything(paths: list[str]) -> dict[str, str]:
    return {path: text(path) for path in paths}


def change_all(page: WorkingCopy, payload: dict) -> int:
    assert set(payload) == set(page.payload()), "change every field there is"
    return save_revision(working_copy=page, payload=payload, version=page.version, actor=None).number


@pytest.mark.same_on_both
def test_a_draft_changes_nothing_that_readers_see(scene: dict) -> None:
    before = everything(scene["paths"])
    change_all(scene["article"], scene["payload"])
    change_all(scene["person"], scene["person_payload"])
    change_all(scene["page"], scene["page_payload"])
    assert everything(scene["paths"]) == before


@pytest.mark.same_on_both
def test_publishing_changes_it(scene: dict) -> None:
    version = change_all(scene["article"], scene["payload"])
    publish(working_copy=scene["article"], version=version, actor=None)
    for path in ("/", "/articles/canary/", "/tags/history/", "/feed/", "/people/grace/"):
        assert "CANARY" in text(path), path
    version = change_all(scene["page"], scene["page_payload"])
    publish(working_copy=scene["page"], version=version, actor=None)
    for path in ("/canary-page/", "/people/grace/", scene["other_source"].get_absolute_url()):
        assert "CANARY title" in text(path), path
    assert "canary" in text("/sitemap.xml") and "canary-page" in text("/sitemap.xml")
    assert "canary" not in text("/people/ada/")


@pytest.mark.parametrize("model", [Article, Page, Person])
def test_every_field_belongs_to_the_text_or_says_something_of_the_draft(model: Any) -> None:
    """A new field fails here, and then in `change_all`, until it is frozen and its value stands above."""
    columns = {field.name for field in model._meta.concrete_fields}
    rows = {relation.name for relation in model._meta.related_objects}
    chosen = {name.removeprefix("draft_") for name in rows if name.startswith("draft_")}
    assert (columns | chosen) - NOT_THE_TEXT == set(model().payload())


def seen(paths: list[str]) -> dict[str, tuple[Any, ...]]:
    """Return what readers get at addresses that may lead on or nowhere."""
    answers = {path: Client().get(path) for path in paths}
    return {
        path: (answer.status_code, answer.get("Location"), answer.content) for path, answer in answers.items()
    }


ONE_BY_ONE = {
    "article": ("payload", ["/articles/engines/", "/articles/canary/", "/", "/tags/history/"]),
    "person": ("person_payload", ["/people/ada/", "/people/canary-person/", "/people/"]),
    "page": ("page_payload", ["/about/", "/canary-page/"]),
}


@pytest.mark.same_on_both
@pytest.mark.parametrize("kind", ONE_BY_ONE)
def test_each_field_alone_is_frozen_and_shown(scene: dict, kind: str) -> None:
    """Saved it changes nothing, published it does: so the test above looks where the field is shown."""
    name, paths = ONE_BY_ONE[kind]
    row, leaked, unseen = scene[kind], [], []
    before = seen(paths)
    for field, value in scene[name].items():
        version = save_revision(working_copy=row, payload={field: value}, version=row.version, actor=None)
        leaked += [field] if seen(paths) != before else []
        publish(working_copy=row, version=version.number, actor=None)
        after = seen(paths)
        unseen += [field] if after == before else []
        before = after
    assert leaked == []
    # Its value is the one it had, so it is the control: publishing alone changes nothing.
    assert unseen == (["page"] if kind == "person" else []), "readers see every field of a text"


@pytest.mark.same_on_both
def test_a_person_whose_page_readers_see_cannot_be_one_without(scene: dict) -> None:
    before = everything(scene["paths"])
    with pytest.raises(InvalidText, match="Take it down first"):
        change_all(scene["person"], scene["person_payload"] | {"page": Person.Page.NEVER})
    assert everything(scene["paths"]) == before


def test_control_a_correction_of_a_source_shows_at_once(scene: dict) -> None:
    save_record(
        record=scene["source"], changes={"title": "CANARY"}, version=scene["source"].version, actor=None
    )
    assert "CANARY" in text("/articles/engines/")
    assert "CANARY" in text("/feed/")
    assert "CANARY" in text("/about/")
