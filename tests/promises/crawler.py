"""Visit everything a reader could reach: every address of the resolver and every link found."""

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import islice, product
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.conf import settings
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import NoReverseMatch, Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from images.renditions import renditions_for
from tests.soaking import how_many

LINKS = {"href", "src", "action", "data-src", "poster", "cite"}
QUERIES = ("?page=2", "?before=zz", "?q=zq", "?format=json", "?preview=1", "?at=9000-01-01", "?version=2")
METHODS = ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE")
HEADERS: tuple[dict[str, str], ...] = (
    {"Accept-Encoding": "gzip"},
    {"Accept": "application/json"},
    {"If-None-Match": "*"},
    {"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"},
    {"Range": "bytes=0-100"},
    {"X-Forwarded-Host": "elsewhere.example", "X-HTTP-Method-Override": "PUT"},
    {"Cookie": f"{settings.SESSION_COOKIE_NAME}=made-up; newsroom=1"},
)
MOST_FILLINGS = 2000
MOST_FOR_ONE_PATTERN = how_many(12, soak=MOST_FILLINGS)


Handler = Callable[[dict[str, Any]], Any]
"""Answers a request as a server hands it on."""


@dataclass(frozen=True)
class Answer:
    path: str
    how: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return one header, or nothing."""
        return dict(self.headers).get(name, "")

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def everything(self) -> str:
        head = "\n".join(f"{name}: {value}" for name, value in self.headers)
        return head + "\n" + self.body.decode(errors="replace")


def ask(
    path: str,
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    handler: Handler | None = None,
) -> Answer:
    """Make one request as a reader without any cookie of ours.

    Whoever asks often hands the same handler in each time: it makes the chain of middleware once.
    """
    request = RequestFactory().generic(method, path, headers=headers or {})
    response = (handler or ClientHandler(enforce_csrf_checks=False))(request.environ)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    how = " ".join([method, *(f"{name}={value}" for name, value in (headers or {}).items())])
    return Answer(path, how, response.status_code, tuple(sorted(response.headers.items())), body)


class LinkReader(HTMLParser):
    """Collect whatever in a page, feed or sitemap is an address of this site."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "srcset" and value:
                self.found.update(part.split()[0] for part in value.split(",") if part.split())
            elif name in LINKS and value:
                self.found.add(value)
            elif value:
                self.handle_data(value)

    def handle_data(self, data: str) -> None:
        """Find whole addresses in text: in a sitemap, in a feed's escaped pages, in data for machines."""
        self.found.update(re.findall(re.escape(settings.SITE_URL) + r"[^\s\"'<>]*", data))


def links(answer: Answer) -> Iterator[str]:
    """Find the addresses of this site in an answer."""
    reader = LinkReader()
    reader.feed(answer.body.decode(errors="replace"))
    headers = [value for name, value in answer.headers if name in ("Location", "Link")]
    for found in {*reader.found, *headers}:
        try:
            parts = urlsplit(urljoin(settings.SITE_URL + answer.path, found))
        except ValueError:
            continue
        if f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL and not parts.path.startswith("/admin/"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """List every address there is outside the admin."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif pattern.app_name != "admin":
            yield from patterns(pattern)


def words_for_addresses() -> dict[str, list[str]]:
    """Return everything an address could be made with, public or not, by the name of the part."""
    slugs, keys, addresses = {"nonsense"}, {"nonsense"}, set()
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        if "slug" in names:
            slugs.update(model._default_manager.values_list("slug", flat=True))
        if "key" in names:
            keys.update(model._default_manager.values_list("key", flat=True))
        if model._meta.label == "references.Reference":
            addresses = {
                source.get_absolute_url().strip("/").split("/")[-1] for source in model._default_manager.all()
            }
    return {
        "slug": sorted(slugs - {""}),
        "key": sorted(keys),
        "address": sorted({*addresses, *keys}),
        "rendition": sorted(renditions_for(64, 48)),
        "kind": ["articles", "pages", "people", "sources", "tags", "images", "nonsense"],
        "letter": list("abcdefghjkmnpqrstuvwxyz23456789"),
    }


def resolver_addresses() -> Iterator[str]:
    """Fill every address of the resolver with everything it could be filled with, else with some of it."""
    words = words_for_addresses()
    anything = sorted({word for values in words.values() for word in values})
    for pattern in patterns():
        assert pattern.name, f"{pattern.pattern} has no name, so it cannot be visited"
        groups = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
        if "rendition" in groups:
            words = words | {
                "key": sorted(apps.get_model("images.Image").objects.values_list("key", flat=True))
            }
        pools = [words.get(group, anything) for group in groups]
        fillings = list(islice(product(*pools), MOST_FILLINGS))
        for values in fillings[:: -(-len(fillings) // MOST_FOR_ONE_PATTERN)]:
            try:
                yield reverse(pattern.name, kwargs=dict(zip(groups, values, strict=True)))
            except NoReverseMatch:
                continue


def crawl(
    start: Iterable[str],
    *,
    leave_out: tuple[str, ...] = (),
    handler: Handler | None = None,
    most: int | None = None,
) -> dict[str, Answer]:
    """Visit these addresses and every one found on the way, unless it begins with one to leave out.

    Of one kind at most so many are visited, where that is said.
    """
    answers: dict[str, Answer] = {}
    kinds: Counter[str] = Counter()
    handler = handler or ClientHandler(enforce_csrf_checks=False)
    waiting = list(dict.fromkeys(start))
    while waiting:
        path = waiting.pop()
        if path in answers or path.startswith(leave_out):
            continue
        if most is not None:
            kinds[kind := kind_of(path)] += 1
            if kinds[kind] > most:
                continue
        answers[path] = ask(path, handler=handler)
        waiting += links(answers[path])
    return answers


def kind_of(address: str) -> str:
    """Name the kind of page that an address leads to, with or without a query."""
    path, mark, _query = address.partition("?")
    try:
        return resolve(path).view_name + mark
    except Resolver404:
        return ""


def oddly(paths: Iterable[str], *, handler: Handler | None = None) -> Iterator[Answer]:
    """Visit addresses in ways no reader would."""
    handler = handler or ClientHandler(enforce_csrf_checks=False)
    for path in paths:
        yield from (ask(path, method=method, handler=handler) for method in METHODS)
        yield from (ask(path, headers=headers, handler=handler) for headers in HEADERS)
        if "?" not in path:
            yield from (ask(path + query, handler=handler) for query in QUERIES)
        yield ask(path.rstrip("/") if path != "/" else "//", handler=handler)
