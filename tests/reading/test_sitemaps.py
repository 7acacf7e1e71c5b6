"""Sitemaps: everything that is live and nothing else, in one file or in many."""

from datetime import datetime, timedelta
from itertools import product
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from profiles.models import Person
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
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
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
    for path in (
        "/sitemap-nonsense.xml",
        "/sitemap-articles-l.xml",
        "/sitemap-articles-abc.xml",
        "/sitemap-people-1.xml",
    ):
        assert Client().get(path).status_code == 404


def test_very_many_are_divided_by_two_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "FITS", 1)
    monkeypatch.setattr(sitemaps, "BY_CHANCE", 0)
    monkeypatch.setattr(sitemaps, "LETTERS", [*"23456789abcdefghijkmnpqrstuvwxyz"])
    people = [make_person(published=True) for _ in range(3)]
    for number, person in enumerate(people):
        Person.objects.filter(pk=person.pk).update(key=("2222222222" + "2az"[number]).ljust(12, "z"))
    files = [address.removeprefix(SITE) for address in entries()]
    assert "/sitemap-people-22.xml" in files and "/sitemap-people-zz.xml" in files and len(files) == 32 * 32
    assert len(entries("/sitemap-people-22.xml")) == 3
    # An address from before stays right when a letter is divided.
    assert len(entries("/sitemap-people-2.xml")) == 3
    assert entries("/sitemap-people-2a.xml") == entries("/sitemap-people-zz.xml") == {}


@pytest.mark.parametrize("letters", ["2", "z", "zz", "2z", "kz", "km", "hj"])
def test_the_ranges_of_letters_leave_no_gap(letters: str) -> None:
    keys = sorted("".join(pair) for pair in product(sitemaps.LETTERS, repeat=3))
    bounds = sitemaps._bounds("key", letters)
    lower, upper = bounds.get("key__gte", ""), bounds.get("key__lt", "~")
    assert [key for key in keys if lower <= key < upper] == [key for key in keys if key.startswith(letters)]


def test_news_are_the_articles_of_two_days() -> None:
    now = timezone.now()
    old = make_published_article(backdated_to=now - timedelta(days=2, seconds=1))
    news = [
        make_published_article(headline="A & B <c>", backdated_to=now - timedelta(days=1, hours=23)),
        make_published_article(headline="New"),
    ]
    make_article()
    gone = make_published_article()
    withdraw(working_copy=gone, edition=1, actor=None)
    answer = get("/news-sitemap.xml")
    root = ElementTree.fromstring(answer.content)
    assert [e.findtext(f"{SPACE}loc") for e in root] == [f"{SITE}/articles/{a.slug}/" for a in reversed(news)]
    assert [e.findtext(f"{NEWS}news/{NEWS}title") for e in root] == ["New", "A & B <c>"]
    assert root[0].findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language") == "en"
    assert old.slug not in answer.content.decode()
    assert f"Sitemap: {SITE}/news-sitemap.xml" in get("/robots.txt").content.decode()


def test_the_cost_does_not_grow() -> None:
    assert queries("/sitemap.xml") == queries("/sitemap.xml") <= 16
