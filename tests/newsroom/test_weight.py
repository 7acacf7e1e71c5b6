"""How much a reader's browser has to fetch for an article, in bytes as they are sent."""

import gzip
import urllib.request
from urllib.parse import urljoin

import html5lib
import pytest

from tests.sites import Site

pytestmark = pytest.mark.same_on_both

BUDGET = 40_000
AROUND_THE_TEXT = 16_000
"""For the stylesheets, scripts and fonts, which are fetched once for all pages."""

LONG_ARTICLE = """
from pathlib import Path
from tests.factories import citing, make_published_article, make_publisher, make_reference, text_of

folder = Path("tests/manuscripts/texts")
texts = [(folder / f"{name}.txt").read_text() for name in ("deepseek-r1", "interview", "wire", "wrapped")]
paragraphs = [line for text in texts for line in text.splitlines() if line]
sources = [
    make_reference(title=line[:80], publisher=make_publisher(), issued="2025-01-27")
    for line in dict.fromkeys(paragraphs[:30])
]
notes = [citing(source, line) for source, line in zip(sources, paragraphs)]
article = make_published_article(body="".join(notes) + text_of(*paragraphs), slug="long")
print(article.editions.get().words)
"""


@pytest.mark.processes
def test_an_article_without_pictures_is_light(site: Site) -> None:
    assert int(site.run(LONG_ARTICLE)) > 1_200
    page, size = fetch(site, "/articles/long/")
    html = html5lib.parse(page, namespaceHTMLElements=False)
    stylesheets = [link.get("href") for link in html.iter("link") if link.get("rel") == "stylesheet"]
    scripts = [script.get("src") for script in html.iter("script") if script.get("src")]
    around = {path: fetch(site, path) for path in (*stylesheets, *scripts)}
    sizes = {path: size for path, (_, size) in around.items()}
    assert len(stylesheets) > 1
    assert not [path for path, (content, _) in around.items() if b"url(" in content], "count what it fetches"
    assert sum(sizes.values()) < AROUND_THE_TEXT, sizes
    assert sum(sizes.values()) + size < BUDGET, (size, sizes)


def fetch(site: Site, path: str) -> tuple[bytes, int]:
    """Return what is at an address, and how many bytes of it are sent."""
    request = urllib.request.Request(urljoin(site.url, path), headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        content = answer.read()
        if answer.headers["Content-Encoding"] == "gzip":
            return gzip.decompress(content), len(content)
    # Pages, and files too small to gain by it, leave the server as they are; the proxy compresses pages.
    return content, min(len(content), len(gzip.compress(content)))
