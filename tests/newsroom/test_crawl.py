"""Every link a reader can follow, from the home page to the last picture, leads somewhere."""

from io import BytesIO
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image

from publishing.richtext import build
from tests import factories as make
from tests.markup import identifiers
from tests.page_kinds import FOR_MACHINES, START, forgotten, public_pages
from tests.promises.crawler import Answer, crawl, patterns
from tests.whole_site import build_whole_site

pytestmark = pytest.mark.django_db

XML = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")


def crawled() -> dict[str, Answer]:
    """Follow every link from the home page."""
    answers = crawl(START)
    assert len(answers) > 50
    return answers


def dead(answers: dict[str, Answer]) -> list[str]:
    """Return the addresses that answer with anything but what they are to show."""
    missing = {path: answer.status for path, answer in answers.items() if answer.status != 200}
    return [f"{status} {path}" for path, status in missing.items() if not is_static(path)]


def is_static(path: str) -> bool:
    """Tell whether the server's static files have this; tests do not collect them."""
    return path.startswith(settings.STATIC_URL) and bool(finders.find(path.removeprefix(settings.STATIC_URL)))


def lost(answers: dict[str, Answer]) -> list[str]:
    """Return the links to a place in a page that is not there."""
    pages = {path: answer for path, answer in answers.items() if kind_of(answer) == "text/html"}
    places = {path: identifiers(answer.text) for path, answer in pages.items()}
    found = []
    for path, answer in pages.items():
        for link in html5lib.parse(answer.text, namespaceHTMLElements=False).iter("a"):
            whole, place = urldefrag(urljoin(settings.SITE_URL + path, link.get("href", "")))
            parts = urlsplit(whole)
            if place and f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL:
                found += [] if place in places.get(parts.path, ()) else [f"{path} → {link.get('href')}"]
    return found


def kind_of(answer: Answer) -> str:
    return answer.header("Content-Type").partition(";")[0]


def test_nothing_on_the_way_is_missing_or_broken() -> None:
    build_whole_site(owner=make.make_user("administrator"))
    answers = crawled()
    assert dead(answers) == []
    assert lost(answers) == []
    assert not forgotten(public_pages(answers)), "no page leads to these"
    kinds = {kind_of(answer) for answer in answers.values()}
    assert {"text/html", "application/rss+xml", "application/xml", "image/avif", "image/webp"} <= kinds
    for answer in answers.values():
        readable(answer)


def readable(answer: Answer) -> None:
    """Read a feed, a sitemap or a picture as the programs do that are made for it."""
    kind = kind_of(answer)
    if kind in XML:
        assert len(list(ElementTree.fromstring(answer.body).iter())) > 2, answer.path
    elif kind.startswith("image/") and "svg" not in kind:
        with Image.open(BytesIO(answer.body)) as picture:
            picture.load()
            assert picture.width, answer.path


def test_control_a_dead_link_a_lost_place_and_a_page_nothing_leads_to_are_found() -> None:
    links = [f"{settings.SITE_URL}/articles/nowhere/", f"{settings.SITE_URL}/#nowhere"]
    body = "".join(f'<a href="{link}">{build.text("There")}</a>' for link in links)
    make.make_published_article(body=build.paragraph(body))
    answers = crawl(START)
    assert dead(answers) == ["404 /articles/nowhere/"]
    (place,) = lost(answers)
    assert place.endswith(links[1])
    assert "person" in forgotten(public_pages(answers))


def test_what_is_left_out_of_the_pages_is_there() -> None:
    """A name that is no address any more would hide the next page with that name."""
    assert {str(pattern.name) for pattern in patterns()} >= FOR_MACHINES
