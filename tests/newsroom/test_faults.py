"""The pages for what went wrong: they look like the site, and rely on nothing."""

import html5lib
import pytest
from django.template.loader import render_to_string

from tests.reading import words

PAGES = ("400.html", "403.html", "500.html")


@pytest.mark.parametrize("name", PAGES)
def test_it_is_valid_says_one_thing_and_looks_like_the_site(name: str) -> None:
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(render_to_string(name))
    assert len(list(page.iter("h1"))) == len(list(page.iter("main"))) == 1
    assert words(page.find(".//title")) == words(page.find(".//h1"))
    assert [link.get("rel") for link in page.iter("link")].count("stylesheet") > 1


@pytest.mark.parametrize("name", PAGES)
def test_it_is_there_without_any_stylesheet(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(path: str) -> str:
        raise ValueError(f"Missing staticfiles manifest entry for {path!r}")

    monkeypatch.setattr("django.contrib.staticfiles.storage.staticfiles_storage.url", missing)
    page = render_to_string(name)
    assert "<h1" in page and "stylesheet" not in page
