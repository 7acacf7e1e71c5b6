"""The whole demo, from the home page to the last picture: every link leads somewhere, every page is valid."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from PIL import Image

from accounts.models import User
from images.models import Image as Picture
from publishing.richtext import build
from tests import factories as make
from tests.drawing import draw_dots
from tests.factories import edition_of
from tests.markup import faults, identifiers, parsed
from tests.page_kinds import (
    AFTER_PASSWORD,
    NOT_LINKED,
    START,
    AsksOnce,
    admin_pages,
    before_login,
    forgotten,
    public_pages,
)
from tests.promises.crawler import Answer, ask, crawl, links, patterns
from tests.whole_site import build_whole_site

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.same_on_both]

XML = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")
IN_OTHER_STATES = ("/nonsense/", "/admin/nonsense/", "/admin/articles/article/add/?_popup=1")


@dataclass(frozen=True)
class Whole:
    """The site, and what a crawl from its home page has found."""

    owner: User
    secret: Mapping[str, str]
    answers: Mapping[str, Answer]


@pytest.fixture(scope="module")
def whole(django_db_setup: None, django_db_blocker: Any) -> Iterator[Whole]:
    """Build and crawl the site once; the tests only look at it."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        draw_dots(patch)
        owner = make.make_user("administrator")
        secret = build_whole_site(owner=owner)
        try:
            yield Whole(owner, secret, crawl(START))
        finally:
            for picture in Picture.objects.all():
                picture.original.delete(save=False)
            transaction.set_rollback(True)


def kind_of(answer: Answer) -> str:
    return answer.header("Content-Type").partition(";")[0]


def dead(answers: Iterable[Answer]) -> list[str]:
    """Return what answers with anything but what it is to show."""
    missing = [answer for answer in answers if answer.status != 200 and not is_static(answer.path)]
    return [f"{answer.status} {answer.path}" for answer in missing]


def is_static(path: str) -> bool:
    """Tell whether the server's static files have this; tests do not collect them."""
    return path.startswith(settings.STATIC_URL) and bool(finders.find(path.removeprefix(settings.STATIC_URL)))


def lost(answers: Mapping[str, Answer]) -> list[str]:
    """Return the links to a place in a page that is not there."""
    pages = {path: answer for path, answer in answers.items() if kind_of(answer) == "text/html"}
    places = {path: identifiers(answer.text) for path, answer in pages.items()}
    found = []
    for path, answer in pages.items():
        for link in parsed(answer.text)[0].iter("a"):
            whole, place = urldefrag(urljoin(settings.SITE_URL + path, link.get("href", "")))
            parts = urlsplit(whole)
            if place and f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL:
                found += [] if place in places.get(parts.path, ()) else [f"{path} → {link.get('href')}"]
    return found


def wrong(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """Say what is wrong with the markup, by page."""
    found = {path: faults(html) for path, html in pages.items()}
    return {path: what for path, what in found.items() if what}


def test_no_link_is_dead_and_no_place_is_lost(whole: Whole) -> None:
    assert len(whole.answers) > 200
    assert dead(whole.answers.values()) == []
    assert lost(whole.answers) == []


def test_a_page_leads_to_every_kind_of_page(whole: Whole) -> None:
    assert not forgotten(whole.answers)


def test_feeds_sitemaps_and_pictures_can_be_read_by_the_programs_made_for_them(whole: Whole) -> None:
    kinds = {kind_of(answer) for answer in whole.answers.values()}
    assert {"application/rss+xml", "application/xml", "image/avif", "image/webp"} <= kinds
    for answer in whole.answers.values():
        kind = kind_of(answer)
        if kind in XML:
            assert len(list(ElementTree.fromstring(answer.body).iter())) > 2, answer.path
        elif kind.startswith("image/") and "svg" not in kind:
            with Image.open(BytesIO(answer.body)) as picture:
                picture.load()
                assert picture.width, answer.path


def test_every_public_page_is_valid(whole: Whole) -> None:
    found = [path for kind in public_pages(whole.answers).values() for path in kind]
    assert wrong({path: whole.answers[path].text for path in found}) == {}


def test_every_kind_of_page_in_the_admin_is_valid(whole: Whole) -> None:
    client = Client()
    client.force_login(whole.owner)
    asking = AsksOnce(client)
    kinds = admin_pages(asking)
    assert len(kinds) > 40
    shown = {path: asking.get(path).content.decode() for path in (*kinds.values(), *IN_OTHER_STATES)}
    assert wrong(shown) == {}


def test_every_page_for_people_who_are_to_log_in_is_valid(whole: Whole) -> None:
    assert whole.secret.keys() == before_login() - AFTER_PASSWORD
    pages = {path: Client().get(path) for path in ("/admin/login/", *whole.secret.values())}
    assert [path for path, page in pages.items() if page.status_code != 200] == []
    assert wrong({path: page.content.decode() for path, page in pages.items()}) == {}


def test_control_a_dead_link_a_lost_place_and_a_page_nothing_leads_to_are_found() -> None:
    there = [f"{settings.SITE_URL}/articles/nowhere/", f"{settings.SITE_URL}/#nowhere"]
    body = "".join(f'<a href="{link}">{build.text("There")}</a>' for link in there)
    article = make.make_published_article(body=build.paragraph(body))
    page = ask(edition_of(article).get_absolute_url())
    answers = {path: ask(path) for path in (page.path, *links(page))}
    assert dead(answers.values()) == ["404 /articles/nowhere/"]
    (place,) = lost(answers)
    assert place.endswith(there[1])
    assert forgotten(answers) >= {"person", "reference"}


def test_what_nothing_leads_to_is_there_still() -> None:
    """A name that is no address any more would hide the next page with that name."""
    assert {str(pattern.name) for pattern in patterns()} >= NOT_LINKED.keys()


PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body><h1>H</h1>{}</body></html>'


@pytest.mark.parametrize(
    "fault",
    [
        "<p>One<div>two</p></div>",
        '<p id="a">One</p><p id="a">two</p>',
        '<a href="#nowhere">There</a>',
        '<label for="nobody">Name</label>',
        '<p aria-labelledby="nobody">One</p>',
        '<img src="/a.png">',
        "<h3>Too deep</h3>",
        "<h1>Another</h1>",
        '<table><tr><td align="right">1</td></tr></table>',
        "<center>Old</center>",
        '<script type="module" src="/a.js"></script><script type="importmap">{}</script>',
    ],
)
def test_control_a_fault_in_the_markup_is_found(fault: str) -> None:
    assert faults(PAGE.format("<p>Right</p>")) == []
    assert faults(PAGE.format(fault))
