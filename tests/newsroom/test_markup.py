"""Every kind of page is valid HTML: it parses without a fault, and every name in it leads somewhere."""

from collections.abc import Mapping

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests import factories as make
from tests.markup import faults
from tests.page_kinds import START, admin_pages, forgotten, public_pages
from tests.promises.crawler import crawl
from tests.whole_site import build_whole_site

IN_OTHER_STATES = ("/nonsense/", "/admin/nonsense/", "/admin/articles/article/add/?_popup=1")


def wrong(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """Say what is wrong, by page."""
    found = {path: faults(html) for path, html in pages.items()}
    return {path: what for path, what in found.items() if what}


@pytest.mark.django_db
def test_every_kind_of_page_is_valid() -> None:
    owner = make.make_user("administrator")
    build_whole_site(owner=owner)
    answers = crawl(START)
    pages = public_pages(answers)
    assert not forgotten(pages), "no page leads to these"
    assert wrong({path: answers[path].text for kind in pages.values() for path in kind}) == {}
    client = Client()
    client.force_login(owner)
    kinds = admin_pages(client)
    assert len(kinds) > 40
    shown = {path: client.get(path).content.decode() for path in [*kinds.values(), *IN_OTHER_STATES]}
    assert wrong(shown) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html"])
def test_pages_about_failures_are_valid(name: str) -> None:
    request = make.make_request("/nonsense/")
    assert faults(render_to_string(name, {"sentence": "Nothing was changed."}, request)) == []


PAGE = '<!doctype html><html lang="en"><head><title>T</title></head><body><h1>H</h1>{}</body></html>'


@pytest.mark.parametrize(
    "wrong",
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
    ],
)
def test_control_a_fault_is_found(wrong: str) -> None:
    assert faults(PAGE.format("<p>Right</p>")) == []
    assert faults(PAGE.format(wrong))
