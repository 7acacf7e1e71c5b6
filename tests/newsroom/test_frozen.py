"""What is published stays as it is, byte for byte, until something is published."""

import pytest

from publishing.bases import WorkingCopy
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
        "page_payload": {
            "title": "CANARY title",
            "summary": "CANARY summary",
            "body": text_of("CANARY text.") + mentioning(other) + citing(other_source),
            "slug": "canary-page",
            "language": "de",
        },
        "payload": {
            "label": "opinion",
            "headline": "CANARY headline",
            "short_headline": "CANARY short",
            "standfirst": "CANARY summary",
            "body": text_of("CANARY text.") + mentioning(other) + citing(other_source),
            "slug": "canary",
            "language": "de",
            "main_image": make_image().key,
            "main_image_alt": "CANARY alt",
            "main_image_caption": "CANARY caption",
            "credits": [{"person": None, "name": "CANARY", "role": "CANARY"}],
            "sources": [other_source.key],
            "tags": [other_tag.key],
        },
    }


def everything(paths: list[str]) -> dict[str, str]:
    return {path: text(path) for path in paths}


def change_all(page: WorkingCopy, payload: dict) -> int:
    assert set(payload) == set(page.payload()), "change every field there is"
    return save_revision(working_copy=page, payload=payload, version=page.version, actor=None).number


def test_a_draft_changes_nothing_that_readers_see(scene: dict) -> None:
    before = everything(scene["paths"])
    change_all(scene["article"], scene["payload"])
    save_revision(
        working_copy=scene["person"],
        payload={"name": "CANARY", "slug": "canary", "body": text_of("CANARY"), "occupation": "CANARY"},
        version=scene["person"].version,
        actor=None,
    )
    change_all(scene["page"], scene["page_payload"])
    assert everything(scene["paths"]) == before


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


def test_control_a_correction_of_a_source_shows_at_once(scene: dict) -> None:
    save_record(
        record=scene["source"], changes={"title": "CANARY"}, version=scene["source"].version, actor=None
    )
    assert "CANARY" in text("/articles/engines/")
    assert "CANARY" in text("/feed/")
    assert "CANARY" in text("/about/")
