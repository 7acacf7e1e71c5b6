"""What a web page says of itself: title, authors, date, publisher. No network, no database.

Whatever stands in a page was written by somebody else, and much of it to deceive machines: it is taken as
plain words of bounded length, and an address only where it is of the same site.
"""

import codecs
import html as entities
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from publishing.richtext import one_line
from publishing.richtext.scan import Start, Token, tags_of
from references.matching import canonical_doi, registrable_domain

LONGEST_PAGE = 2_000_000
LONGEST_TITLE = 500
LONGEST_NAME = 200
LONGEST_JSON = 300_000
MOST_AUTHORS = 20
MOST_TOKENS = 100_000
MOST_ITEMS = 200

_JOURNAL, _NEWS = "article-journal", "article-newspaper"
_KINDS = {
    "scholarlyarticle": _JOURNAL,
    "medicalscholarlyarticle": _JOURNAL,
    "newsarticle": _NEWS,
    "reportagenewsarticle": _NEWS,
    "analysisnewsarticle": _NEWS,
    "opinionnewsarticle": _NEWS,
    "backgroundnewsarticle": _NEWS,
    "reviewnewsarticle": _NEWS,
    "report": "report",
    "book": "book",
    "chapter": "chapter",
    "dataset": "dataset",
    "article": "",
    "techarticle": "",
    "blogposting": "",
    "liveblogposting": _NEWS,
    "webpage": "",
}
"""Which items of JSON-LD tell of the page, and as what kind of source."""

_READ = frozenset(["title", "script"])
_TITLE = ("dc.title", "dcterms.title", "og:title", "twitter:title")
_PUBLISHER = ("dc.publisher", "dcterms.publisher", "og:site_name")
_JOURNAL_TITLE = ("citation_journal_title", "citation_conference_title", "citation_inbook_title")
_AUTHOR = ("dc.creator", "dcterms.creator", "article:author", "author", "parsely-author")
_DATE = ("citation_publication_date", "citation_date", "citation_online_date")
_OTHER_DATE = ("article:published_time", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date")
_LAST_DATE = ("date", "pubdate", "parsely-pub-date", "citation_year")
_DOI = ("citation_doi", "prism.doi", "dc.identifier", "dcterms.identifier", "bepress_citation_doi")
_PAPER = ("citation_title", "citation_author", "citation_authors", "citation_publisher", "citation_language")
_PAGE = ("og:url", "og:locale")
_TAGS = frozenset(
    (*_TITLE, *_PUBLISHER, *_JOURNAL_TITLE, *_AUTHOR, *_DATE, *_OTHER_DATE, *_LAST_DATE, *_DOI)
).union(_PAPER, _PAGE)
"""What pages say of themselves in <meta>: for catalogues of papers, for libraries, for social networks."""

_LETTERS = ("iso8859", "cp", "koi8", "gb", "big5", "euc", "shift_jis", "mac", "ascii", "tis-620", "utf-16")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_ISO_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?![\d])")
_WRITTEN_DATES = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%a, %d %b %Y", "%A, %B %d, %Y")
_BY = re.compile(r"(?:by|von|par|por|di)\s+", re.IGNORECASE)
_BETWEEN_NAME_AND_SITE = " -–—|·•:»/"


@dataclass(frozen=True)
class PageFacts:
    """What is known of a page; "" or nothing where it does not say."""

    address: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    issued: str = ""
    publisher: str = ""
    container_title: str = ""
    language: str = ""
    doi: str = ""
    type: str = ""


@dataclass
class _Said:
    """Everything a page says of itself, by the name it says it under, in its own order."""

    tags: dict[str, list[str]] = field(default_factory=dict)
    item: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    language: str = ""
    canonical: str = ""

    def all(self, *names: str) -> list[str]:
        """Return what stands under the first of these names that has anything."""
        return next((self.tags[name] for name in names if name in self.tags), [])

    def one(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")


def page_facts(html: bytes, *, address: str = "", charset: str = "") -> PageFacts:
    """Return what a page says of itself, whatever else is in it; `address` is where it was found."""
    said = _said(html[:LONGEST_PAGE], charset)
    item = said.item
    publisher = _name(said.one("citation_publisher") or _named(item.get("publisher")))
    publisher = publisher or _name(said.one(*_PUBLISHER))
    title = said.one("citation_title") or _text(item.get("headline")) or _text(item.get("name"))
    title = title or said.one(*_TITLE) or said.title
    journal = _name(said.one(*_JOURNAL_TITLE))
    sites = [publisher, _name(said.one("og:site_name")), registrable_domain(address)]
    return PageFacts(
        address=_own_address(said, address),
        title=_without_site(one_line(title, LONGEST_TITLE), sites),
        authors=_authors(said),
        issued=_first_date(
            said.one(*_DATE),
            _text(item.get("datePublished")),
            said.one(*_OTHER_DATE),
            said.one(*_LAST_DATE),
        ),
        publisher=publisher or journal,
        container_title=journal,
        language=_language(
            said.one("citation_language"), _text(item.get("inLanguage")), said.language, said.one("og:locale")
        ),
        doi=_doi(said),
        type=_JOURNAL if "citation_journal_title" in said.tags else _KINDS.get(_kind(item), ""),
    )


def _said(html: bytes, charset: str) -> _Said:
    said = _Said()
    items: list[Any] = []
    before: Token = ""
    drawings = 0
    page = tags_of(_letters(html, charset).replace("\0", ""), with_words_of=_READ)
    for token in islice(page, MOST_TOKENS):
        if isinstance(token, str):
            if isinstance(before, Start) and before.name == "title" and not drawings:
                said.title = said.title or one_line(token[: LONGEST_TITLE * 4])
            elif isinstance(before, Start) and _is_data(before):
                items += _items(token)
        elif token.name == "svg":
            drawings += 1 if isinstance(token, Start) else -1
        elif isinstance(token, Start):
            _hear(said, token)
        before = token
    said.item = next((item for item in items if _kind(item) in _KINDS and _has_title(item)), {})
    return said


def _is_data(script: Start) -> bool:
    kind = script.attributes.get("type", "").partition(";")[0]
    return script.name == "script" and kind.strip().lower() == "application/ld+json"


def _letters(html: bytes, charset: str) -> str:
    """Return the bytes as text: what can be UTF-8 is, else what the page says, else the old West's."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if html.startswith(mark):
            return html.decode(encoding, "replace")
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(html) - 3:  # cut off within its last letter
            return html.decode("utf-8", "ignore")
    known = (name for name in map(_known_letters, (charset, _declared(html))) if name)
    return html.decode(next(known, "cp1252"), "replace")


def _known_letters(charset: str) -> str:
    """Return the name of an encoding that pages are written in; some others take for ever to read."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
    return name if name.startswith(_LETTERS) else ""


def _declared(html: bytes) -> str:
    """Return which letters a page's own first lines say it is written in."""
    head = html[:4_096].decode("ascii", "ignore").lower()
    _before, _sign, after = head.partition("charset=")
    found = re.match(r"[\"']?([a-z0-9_:.-]{2,40})", after)
    return found[1] if found else ""


def _hear(said: _Said, tag: Start) -> None:
    """Keep what a tag says of the page."""
    given = tag.attributes
    if tag.name == "html":
        said.language = said.language or given.get("lang", "") or given.get("xml:lang", "")
    elif tag.name == "link" and "canonical" in given.get("rel", "").lower().split():
        said.canonical = said.canonical or given.get("href", "")
    elif tag.name == "meta":
        name = (given.get("name") or given.get("property") or given.get("itemprop") or "").strip().lower()
        content = one_line(given.get("content", "")[: LONGEST_TITLE * 4])
        if name in _TAGS and content and len(said.tags.setdefault(name, [])) < MOST_AUTHORS:
            said.tags[name].append(content)


def _items(text: str) -> list[dict[str, Any]]:
    """Return the items of one piece of JSON-LD, those within a graph or a list too."""
    if len(text) > LONGEST_JSON:
        return []
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return list(_within(found))[:MOST_ITEMS]


def _within(found: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(found, list) and depth < 4:
        for one in found[:MOST_ITEMS]:
            yield from _within(one, depth + 1)
    elif isinstance(found, dict):
        yield found
        if "@graph" in found and depth < 4:
            yield from _within(found["@graph"], depth + 1)


def _kind(item: dict[str, Any]) -> str:
    kinds = item.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, str) and (known := kind.rpartition("/")[2].lower()) in _KINDS:
            return known
    return "none"


def _has_title(item: dict[str, Any]) -> bool:
    return bool(_text(item.get("headline")) or _text(item.get("name")))


def _text(value: Any) -> str:
    """Return what JSON-LD says in words; there they are often written as in HTML."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = value.get("@value", "")
    return one_line(entities.unescape(value[: LONGEST_TITLE * 4])) if isinstance(value, str) else ""


def _named(value: Any) -> str:
    """Return the name of somebody in JSON-LD, who is a string, an item, or the first of several."""
    if isinstance(value, list):
        value = next(iter(value), "")
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _name(text: str) -> str:
    """Return a name as one line; an address is none."""
    name = one_line(text, LONGEST_NAME)
    return "" if name.startswith(("http://", "https://", "www.", "@", "/")) else name


def _authors(said: _Said) -> tuple[str, ...]:
    authors = said.item.get("author")
    found: Iterable[str] = said.all("citation_author", "citation_authors")
    if not found and authors:
        found = map(_named, authors if isinstance(authors, list) else [authors])
    found = found or said.all(*_AUTHOR)
    names = (_name(_BY.sub("", name, count=1) if _BY.match(name) else name) for name in _each(found))
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_AUTHORS]


def _each(found: Iterable[str]) -> Iterator[str]:
    """Yield one name after the other, also of those written in one line with semicolons."""
    for names in found:
        yield from (name.strip() for name in names.split(";"))


def _first_date(*found: str) -> str:
    return next((day for text in found if (day := _date(text))), "")


def _date(text: str) -> str:
    """Return a date as sources have it, as far as it is known: a day, a month or a year."""
    text = one_line(text, 60)
    if (found := _ISO_DATE.match(text)) and 1000 <= int(found[1]) <= 2999:
        parts = [int(part) for part in found.groups() if part]
        try:
            date(*[*parts, 1, 1][:3])
        except ValueError:
            return ""
        return "-".join(f"{part:02}" for part in parts)
    for pattern in _WRITTEN_DATES:
        try:
            return datetime.strptime(text, pattern).date().isoformat()
        except ValueError:
            continue
    return ""


def _language(*found: str) -> str:
    codes = (_LANGUAGE.match(text.strip().replace("_", "-")) for text in found)
    return next((code[0][:12] for code in codes if code), "")


def _doi(said: _Said) -> str:
    found = (canonical_doi(text) for name in _DOI for text in said.tags.get(name, []))
    return next((doi for doi in found if doi and len(doi) <= LONGEST_NAME), "")


def _own_address(said: _Said, address: str) -> str:
    """Return the address a page says it has, if it may say so: one of its own site, and of a page there."""
    stated = (said.canonical or said.one("og:url"))[:2_000].strip()
    try:
        whole = urljoin(address, stated)
        parts = urlsplit(whole)
        is_page = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return address
    if not stated or not is_page or not whole.isprintable() or " " in whole:
        return address
    if not address:
        return whole
    is_same_site = registrable_domain(whole) == registrable_domain(address) != ""
    # Many say of every page that it is the first one.
    leads_home = parts.path in ("", "/") and not parts.query
    return whole if is_same_site and not leads_home else address


def _without_site(title: str, sites: Iterable[str]) -> str:
    """Return a title without the name of its site behind it."""
    for site in filter(None, sites):
        rest = title[: -len(site)]
        shorter = rest.rstrip(_BETWEEN_NAME_AND_SITE)
        between = rest[len(shorter) :]
        is_apart = bool(between.strip()) and between != "-"
        if shorter and is_apart and title.casefold().endswith(site.casefold()):
            return shorter
    return title
