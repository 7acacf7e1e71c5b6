"""The processes that serve pages: they end when told to, and have in memory only what pages need.

Each of what is named here would cost every worker some MiB.
"""

import time

from tests.sites import Site

FREED = {
    "charset_normalizer": "guesses the encoding of a file",
    "dateutil": "reads dates in lists of sources",
    "filelock": "comes with what fetches lists of public suffixes",
    "gcld3": "guesses the language of a text",
    "manuscripts.citing.entry": "reads a list of sources",
    "manuscripts.formats.html.reader": "reads what is pasted, in a process of its own",
    "manuscripts.formats.readers": "reads files, in a process of its own",
    "manuscripts.lexicon": "holds the words by which quotations and names are found",
    "manuscripts.reading.understanding": "reads a text as an editor does",
    "manuscripts.written.docx": "writes Word documents",
    "markdown_it": "reads Markdown",
    "requests": "fetches lists of public suffixes",
    "tldextract": "compares web addresses when a source is saved",
    "trafilatura": "reads whole web pages",
}
"""Each with what it is for, which no reader's page asks for."""

PUBLISH = """
from tests.factories import *
person, source = make_person(name="Ada Vale", published=True), make_reference(title="A map of the river")
make_published_page(slug="about")
body = mentioning(person) + citing(source)
make_published_article(slug="heron", headline="Heron count", body=body, tags=[make_tag("Water").key])
"""
# One page of each kind that the pages themselves lead to.
READ = """
import re, sys
from django.test import Client
from django.urls import resolve
import newsroom.wsgi
client, kinds = Client(HTTP_HOST="127.0.0.1"), {}
waiting = ["/", "/about/", "/people/", "/tags/", "/search/?q=heron", "/search/starting/?q=heron"]
while waiting:
    address = waiting.pop()
    kind = resolve(address.partition("?")[0]).view_name
    if kind in kinds or kind.startswith("admin") or kind == "edit":
        continue
    answer = client.get(address)
    kinds[kind] = answer.status_code
    if "html" in answer.headers["Content-Type"]:
        waiting += re.findall(r'href="(/(?!static/)[^"#]*)"', answer.content.decode())
assert set(kinds.values()) == {200}, kinds
print(" ".join(kinds))
print(" ".join(sys.modules))
"""
KINDS = {"home", "article", "page", "person", "people", "tag", "tags", "reference", "search", "feed"}


def test_readers_pages_load_nothing_that_only_editors_use(empty_site: Site) -> None:
    empty_site.run(PUBLISH)
    *_log, kinds, loaded = map(str.split, empty_site.run(READ).splitlines())
    assert set(kinds) >= KINDS
    assert sorted(FREED.keys() & set(loaded)) == []


def test_a_server_told_to_stop_while_it_still_loads_is_gone_at_once(empty_site: Site) -> None:
    for seconds in (0.4, 0.6, 0.8):
        empty_site.begin(anew=True)
        time.sleep(seconds)
        begun = time.monotonic()
        empty_site.stop()
        assert time.monotonic() - begun < 15, "a worker that does not end is killed after thirty seconds"
