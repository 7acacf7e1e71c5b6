"""Whoever asks, and however, gets what Django would have answered, from the whole demo site."""

import gzip
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlencode

import brotli
import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

from images.models import Image
from newsroom.finished_pages.layer import FinishedPages
from newsroom.finished_pages.memory import Memory
from newsroom.finished_pages.queries import KEPT, NOT_KEPT
from tests import factories as make
from tests.drawing import draw_dots
from tests.newsroom.finished_pages.served import Answer, ask, in_front_of_django
from tests.page_kinds import START, before_login
from tests.promises.crawler import HEADERS, METHODS, QUERIES, crawl, patterns
from tests.soaking import how_many
from tests.whole_site import build_whole_site

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.same_on_both]

OWN = ("X-Request-ID", "Content-Security-Policy")
"""Another one each time; written in another order, where nothing is made anew."""
OF_THE_ENCODING = ("ETag", "Content-Length", "Content-Encoding")
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "identity": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}
SOME = how_many(1, soak=1000)
FOUND = how_many(8, soak=1000)
SELDOM = {"sitemap-kind", "sitemap-letter"}
"""Pages that only an archive of thousands has."""


@dataclass(frozen=True)
class Both:
    """Django, and finished pages in front of it; every page a crawl has found."""

    django: Any
    layer: FinishedPages
    paths: list[str]
    editor: str

    def differ(self, address: str, **asked: Any) -> str:
        """Say how the answers differ that both give; "" if they do not."""
        ours, theirs = ask(self.layer, address, **asked), ask(self.django, address, **asked)
        told = f"{asked} {address}: {ours.status} {theirs.status}"
        if ours.status != theirs.status:
            return told
        leave_out = OWN
        decode = ENCODINGS[ours.headers.get("Content-Encoding", "identity")]
        if decode is not bytes:
            leave_out = OWN + OF_THE_ENCODING
        if ours.status == 304:
            # What stands around every page may stand around this answer too.
            leave_out = (*OWN, "X-Frame-Options")
        if differences(ours, theirs, leave_out):
            return f"{told} {differences(ours, theirs, leave_out)}"
        # Where Django hands on what it would say, the server leaves it out.
        is_head = asked.get("method") == "HEAD"
        is_same = (is_head and not ours.body) or decode(ours.body) == theirs.body
        return "" if is_same else f"{told}: other bytes"


def differences(ours: Answer, theirs: Answer, leave_out: tuple[str, ...]) -> dict[str, Any]:
    names = {*ours.headers, *theirs.headers} - {*leave_out}
    pairs = {name: (ours.headers.get(name), theirs.headers.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: Any) -> Iterator[Both]:
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        draw_dots(patch)
        owner = make.make_user("administrator")
        build_whole_site(owner=owner)
        client = Client()
        client.force_login(owner)
        begin = (*START, reverse("reservation"))  # No page leads to it.
        paths = some_of_each(crawl(begin, leave_out=("/images/", "/static/"), most=FOUND))
        [cookie] = client.cookies.values()
        with in_front_of_django(patch) as finished:
            layer = finished.layer
            yield Both(layer.application, layer, paths, f"{cookie.key}={cookie.value}")
        for picture in Image.objects.all():
            picture.original.delete(save=False)
        transaction.set_rollback(True)


def some_of_each(found: Iterable[str]) -> list[str]:
    """Return a few pages of each kind, in `make soak` all of them."""
    kinds = defaultdict(list)
    for path in found:
        kinds[name_of(path)].append(path)
    return [path for paths in kinds.values() for path in sorted(paths)[:SOME]]


def name_of(address: str) -> str:
    return resolve(address.partition("?")[0]).view_name


def test_every_page_is_the_same_in_every_encoding_made_and_kept(both: Both) -> None:
    for path in both.paths:
        for encoding in (*ENCODINGS, *ENCODINGS):
            for method in ("GET", "HEAD"):
                assert both.differ(path, accept_encoding=encoding, method=method) == ""
    held = {name_of(key) for key in both.layer.memory.pages}
    assert held >= KEPT.keys() - SELDOM, "each kind of page is kept"


def test_whoever_is_logged_in_gets_what_everybody_gets_and_leaves_nothing_of_their_own(both: Both) -> None:
    both.layer.memory = Memory(10_000_000)
    for path in both.paths:
        assert both.differ(path, cookie=both.editor) == ""
        assert both.differ(path) == ""


def test_odd_ways_of_asking_are_answered_as_django_does(both: Both) -> None:
    for path in both.paths[::2]:
        for method in METHODS:
            assert both.differ(path, method=method) == ""
        for headers in HEADERS:
            named = {name.lower().replace("-", "_"): value for name, value in headers.items()}
            assert both.differ(path, **named) == ""
        if "?" not in path:
            for query in QUERIES:
                assert both.differ(path + query) == ""
        assert both.differ(path.rstrip("/") or "//") == ""
        tag = ask(both.layer, path).headers.get("ETag", '"none"')
        for headers in ({"if_none_match": tag}, {"if_match": '"other"'}, {"host": "elsewhere.example"}):
            assert both.differ(path, **headers) == ""


NAMES = st.sampled_from(
    ["before", "after", "in", "q", "p", "page_id", "utm_source", "Before", "b%65fore", ""]
)
VALUES = st.text(max_size=4) | st.sampled_from(["written", "said", "2", "%00", "%ff", "a;b", "x" * 300, "+"])
PARTS = st.builds("{}={}".format, NAMES, VALUES) | VALUES | NAMES
ODD = st.sampled_from(
    ["", "/", "//", "/.", "/..", ";x=1", "%2F", "\x00", "é".encode().decode("latin-1"), "\xff", "?"]
)


@given(data=st.data())
def test_no_address_made_up_gets_another_page_than_django_gives(both: Both, data: st.DataObject) -> None:
    path, _, query = data.draw(st.sampled_from(both.paths)).partition("?")
    odd = data.draw(ODD)
    changed = data.draw(
        st.sampled_from([path, path + odd, odd + path, path.upper(), path.replace("/", odd, 2)])
    )
    parts = [*filter(None, [query]), *data.draw(st.lists(PARTS, max_size=4))]
    # As a server hands it on: bytes, each a letter; what stands behind # never comes.
    query = "&".join(parts).encode().decode("latin-1").replace("#", "")
    for _ in range(2):
        assert both.differ(f"{changed}?{query}" if query else changed) == ""


class Watched(QueryDict):
    """A query that remembers what was read of it."""

    read: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)


def test_every_view_reads_of_the_query_what_the_table_says(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A view that begins to read another name is found here: it would never see it."""
    monkeypatch.setattr("moving.leading.is_behind_home", lambda path, query: False)
    monkeypatch.setattr("django.core.handlers.wsgi.QueryDict", Watched)
    declared = {name: {*reads, *chain(*reads.values())} for name, reads in KEPT.items()}
    read: dict[str, set[str]] = defaultdict(set)
    for path in (path.partition("?")[0] for path in both.paths):
        name = name_of(path)
        if name in KEPT:
            Watched.read = set()
            for query in ("", urlencode(dict.fromkeys(declared[name], "x"))):
                ask(both.django, f"{path}?{query}")
            read[name] |= Watched.read
    assert read == {name: names for name, names in declared.items() if name not in SELDOM}


def test_each_public_address_is_kept_or_it_is_said_why_not() -> None:
    names = {str(pattern.name) for pattern in patterns()} - before_login()
    assert names == KEPT.keys() | NOT_KEPT.keys()
    assert not KEPT.keys() & NOT_KEPT.keys()
