"""Pages as a reader's browser gets them, for tests."""

import json
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext


def get(path: str, **headers: str) -> HttpResponse:
    """Fetch a page that must be there."""
    response = Client().get(path, headers=headers)
    assert response.status_code == 200, (path, response.status_code, response.headers)
    return response


def text(path: str) -> str:
    """Return a page's source."""
    return get(path).content.decode()


def tree(path: str) -> Element:
    """Return a page as a browser builds it; markup with any fault raises."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text(path))


def words(element: Element | None) -> str:
    """Return an element's text in one line."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def by_class(root: Element, name: str) -> list[Element]:
    """Return the elements of a class."""
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def links(root: Element) -> dict[str, str]:
    """Return every link's words by its address."""
    return {a.get("href", ""): words(a) for a in root.iter("a")}


def json_ld(path: str) -> dict[str, Any]:
    """Return what a page says to machines."""
    (script,) = [s for s in tree(path).iter("script") if s.get("type") == "application/ld+json"]
    return json.loads(script.text or "")


def queries(path: str, *, status: int = 200) -> int:
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(path)
    assert response.status_code == status, path
    return len(captured)
