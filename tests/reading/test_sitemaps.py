"""Sitemaps: everything that is live and nothing else, in one file or in many."""

from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.test import Client

from publishing.workflow import withdraw
from reading import sitemaps
from tests.factories import (
    edition_of,
    make_article,
    make_page,
    make_person,
    make_published_article,
    make_published_page,
    make_reference,
    make_tag,
)
from tests.reading import get, queries

pytestmark = pytest.mark.django_db

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://127.0.0.1:8000"


def entries(path: str = "/sitemap.xml") -> dict[str, str | None]:
    """Return the dates by address, of a file or of an index."""
    root = ElementTree.fromstring(get(path).content)
    return {e.findtext(f"{SPACE}loc") or "": e.findtext(f"{SPACE}lastmod") for e in root}


def test_everything_live_is_there_and_nothing_else() -> None:
    tag, unused, source, person = make_tag(), make_tag(), make_reference(), make_person(published=True)
    make_person(), make_article(sources=[make_reference().key], tags=[unused.key])
    article = make_published_article(tags=[tag.key], sources=[source.key])
    page = make_published_page(slug="about")
    make_page(slug="contact")
    gone = make_published_article()
    withdraw(working_copy=gone, edition=1, actor=None)
    paths = [
        "/",
        "/people/",
        "/tags/",
        f"/articles/{article.slug}/",
        f"/people/{person.slug}/",
        f"/{page.slug}/",
        source.get_absolute_url(),
        tag.get_absolute_url(),
    ]
    assert list(entries()) == [SITE + path for path in paths]
    assert get("/sitemap.xml")["Content-Type"] == "application/xml"


def test_the_date_is_that_of_the_last_change_that_mattered() -> None:
    article = make_published_article()
    stated = entries()[f"{SITE}/articles/{article.slug}/"]
    updated = edition_of(article).updated_at.replace(microsecond=0)
    assert datetime.fromisoformat(stated or "") == updated


def test_a_large_site_has_an_index_whose_files_hold_everything_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "FITS", 3)
    people = [make_person(published=True) for _ in range(40)]
    articles = [make_published_article() for _ in range(3)]
    files = [address.removeprefix(SITE) for address in entries()]
    assert "/sitemap-articles.xml" in files and "/sitemap-people.xml" not in files
    assert not any(file.startswith("/sitemap-tags") for file in files)
    found = [address for file in files for address in entries(file)]
    wanted = [f"/people/{person.slug}/" for person in people] + [f"/articles/{a.slug}/" for a in articles]
    assert sorted(found) == sorted(SITE + path for path in wanted)


def test_a_file_there_is_not_is_nowhere() -> None:
    for path in ("/sitemap-nonsense.xml", "/sitemap-articles-l.xml", "/sitemap-articles-ab.xml"):
        assert Client().get(path).status_code == 404


def test_the_cost_does_not_grow() -> None:
    assert queries("/sitemap.xml") == queries("/sitemap.xml") <= 8
