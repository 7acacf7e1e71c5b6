"""One source as people write it: a title, a publisher, a domain, a link, in some order."""

import re
from dataclasses import dataclass

import tldextract

from .lexicon import OUTLETS
from .manuscript import SourceLine
from .typography import typographic

# The list of suffixes that comes with the package: reading a file never asks the network.
SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

URL = re.compile(r"\bhttps?://[^\s<>\"“”]{1,2000}", re.IGNORECASE)
DOI = re.compile(r"\b(?:(?:(?:www|dx)\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/[^\s<>\"“”]{1,300})", re.IGNORECASE)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}", re.IGNORECASE)
ADDRESS = re.compile(rf"({HOST.pattern})(/[^\s<>\"“”]*)?", re.IGNORECASE)
MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,300})\]\(((?:https?://)[^\s()]{1,2000})\)", re.IGNORECASE)
LINK_LABEL = re.compile(
    r"(?:url|link|web|website|online|available (?:at|from|online)|retrieved from|read more(?: at)?)\s*:?\s+",
    re.IGNORECASE,
)
ACCESSED = re.compile(r"[\s.,;(\[]+((?:last )?(?:accessed|retrieved|viewed|visited)\b.*)$", re.IGNORECASE)
LABEL_AT_END = re.compile(
    r"[\s.,;:(]*\b(?:available (?:at|from|online)|retrieved from|url|doi|link)\s*:?$", re.IGNORECASE
)
QUOTED = re.compile(r"(?:[“«„](.{3,}?)[,.]?[”»“]|‘(.{3,}?)[,.]?’)[,.:]?\s+[–—|-]?\s*(.+)$")
SEPARATOR = re.compile(r"\s+(?:[–—|]|--?)\s+")
LAST_DOMAIN = re.compile(rf"[\s(,–—|-]\(?(?:www\.)?({HOST.pattern})\)?\.?$", re.IGNORECASE)
RESOLVERS = ("doi.org", "dx.doi.org")
LOOSE_ENDS = " \t,;:–—-|<>("
MAX_HOST = 253
LONGEST_PUBLISHER = 6
LONGEST_OUTLET = 4
LONGEST_QUOTED = 2000
SHORTEST_TITLE = 3
TAIL = 300


@dataclass
class Parts:
    """A source while its lines are still being read."""

    title: str = ""
    publisher: str = ""
    domain: str = ""
    url: str = ""
    doi: str = ""
    note: str = ""

    @property
    def has_link(self) -> bool:
        """Tell whether anything says where the source is."""
        return bool(self.domain or self.url or self.doi)

    @property
    def is_bare_title(self) -> bool:
        """Tell whether only a title is known."""
        return bool(self.title) and not (self.has_link or self.publisher)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is known."""
        return not (self.title or self.publisher or self.has_link or self.note)

    def take_link(self, link: "Parts") -> bool:
        """Take the link of the line below, unless this source has one of that kind."""
        if not self.title and self.has_link:
            return False
        if link.url and self.url and not (link.doi and not self.doi):
            return False
        if not link.url and ((link.domain and self.domain) or (link.doi and self.doi)):
            return False
        if link.url and self.domain and link.domain != self.domain:
            return False
        self.url = self.url or link.url
        self.domain = self.domain or link.domain
        self.doi = self.doi or link.doi
        return True

    def extend(self, text: str) -> None:
        """Go on with a title that was broken over two lines."""
        whole = read_text(" ".join(filter(None, (self.title, text))))
        self.title = whole.title
        self.publisher = " ".join(filter(None, (self.publisher, whole.publisher)))
        self.note = "; ".join(filter(None, (self.note, whole.note)))
        self.url, self.domain, self.doi = whole.url, whole.domain, whole.doi

    def frozen(self) -> SourceLine:
        """Return the finished source, in typographic quote marks."""
        return SourceLine(
            title=typographic(self.title),
            publisher=typographic(self.publisher),
            domain=self.domain,
            url=self.url,
            doi=self.doi,
            note=typographic(self.note),
        )


def holds_link(text: str) -> bool:
    """Tell whether a line gives a web address, a domain or a DOI."""
    if "." not in text and "://" not in text:
        return False
    if URL.search(text) or DOI.search(text):
        return True
    return read_link(text) is not None or _trailing_domain(text) is not None


def read_link(text: str) -> list[Parts] | None:
    """Read a line that is only links, or return None."""
    bare = LINK_LABEL.sub("", text.strip(), count=1) if LINK_LABEL.match(text.strip()) else text.strip()
    pieces = [piece for piece in re.split(r"[\s,;]+", bare) if piece and piece not in ("and", "&")]
    if pieces[:1] and pieces[0].lower() in ("doi", "doi:"):
        pieces = pieces[1:]
    found = [_read_address(piece) for piece in pieces]
    if not found or any(parts is None for parts in found):
        return None
    return [parts for parts in found if parts is not None]


def read_text(text: str) -> Parts:
    """Read a line that has a title, and whatever else stands on it."""
    parts = Parts()
    text = text.strip()
    if link := MARKDOWN_LINK.search(text):
        _take_url(parts, link[2])
        text = f"{text[: link.start()]}{link[1]}{text[link.end() :]}"
    if not parts.url and (url := URL.search(text)):
        _take_url(parts, _trimmed(url.group()))
        text = _without(text, url.start(), url.start() + len(parts.url))
    if not parts.doi and (doi := DOI.search(text)):
        parts.doi = _trimmed(doi[1])
        text = _without(text, doi.start(), doi.start(1) + len(parts.doi))
    if accessed := ACCESSED.search(text[-TAIL:]):
        parts.note = accessed[1].strip(" .)]")
        text = text[: len(text) - len(text[-TAIL:]) + accessed.start()]
    _split_title(parts, _tidy(text))
    return parts


def _split_title(parts: Parts, text: str) -> None:
    """Tell title, publisher and domain apart in what is left of a line."""
    if not parts.domain and (found := _trailing_domain(text)):
        parts.domain, start = found
        text = _tidy(text[:start])
    parts.title = text
    if _take_quoted(parts, typographic(text)):
        return
    breaks = list(SEPARATOR.finditer(text))
    if breaks:
        title, tail = text[: breaks[-1].start()], text[breaks[-1].end() :]
        if title and _is_publisher(tail):
            parts.title, parts.publisher = title, tail
        return
    title, comma, tail = text.rpartition(", ")
    outlet = tail.lower().strip(" .").split()
    named = 1 <= len(outlet) <= LONGEST_OUTLET and outlet[-1] in OUTLETS
    if comma and named and len(title.split()) >= SHORTEST_TITLE:
        parts.title, parts.publisher = title, tail.strip(" .")


def _take_quoted(parts: Parts, text: str) -> bool:
    """Read "A title," Publisher, 3 May."""
    quoted = QUOTED.match(text[:LONGEST_QUOTED])
    if quoted is None or len(text) > LONGEST_QUOTED:
        return False
    publisher, _comma, note = quoted[3].partition(",")
    if not _is_publisher(publisher):
        return False
    parts.title = quoted[1] or quoted[2]
    parts.publisher = publisher.strip(" .")
    parts.note = "; ".join(filter(None, (note.strip(" ."), parts.note)))
    return True


def _is_publisher(text: str) -> bool:
    return 1 <= len(text.split()) <= LONGEST_PUBLISHER and not text[0].islower()


def _read_address(piece: str) -> Parts | None:
    piece = piece.strip("<>[]").rstrip(".,;:")
    if piece.startswith("("):
        piece = piece[1:].removesuffix(")")
    if URL.fullmatch(piece):
        parts = Parts()
        _take_url(parts, _trimmed(piece))
        return parts
    if doi := DOI.fullmatch(piece):
        return Parts(doi=_trimmed(doi[1]))
    address = ADDRESS.fullmatch(piece)
    if address is None or not _is_host(address[1]):
        return None
    domain = address[1].lower().removeprefix("www.")
    path = address[2] or ""
    return Parts(domain=domain, url=f"https://{piece}" if path.strip("/") else "")


def _trailing_domain(text: str) -> tuple[str, int] | None:
    """Find a domain at the end of a line: "A title (cgtn.com)"."""
    tail = text[-TAIL:]
    found = LAST_DOMAIN.search(tail)
    if found is None or found[1] != found[1].lower() or not _is_host(found[1]):
        return None
    return found[1].removeprefix("www."), len(text) - len(tail) + found.start()


def _take_url(parts: Parts, url: str) -> None:
    host = _host_of(url)
    parts.url = url
    if host in RESOLVERS and (doi := DOI.search(url)):
        # The address of a DOI says nothing about who published.
        parts.doi = doi[1]
    else:
        parts.domain = parts.domain or host


def _host_of(url: str) -> str:
    host = url.split("://", 1)[1].split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    return host.rpartition("@")[2].partition(":")[0].lower().removeprefix("www.")


def _is_host(host: str) -> bool:
    if len(host) > MAX_HOST:
        return False
    found = SUFFIXES(host)
    return bool(found.suffix and found.domain)


def _trimmed(url: str) -> str:
    """Drop the punctuation of the sentence around a link, not the link's own brackets."""
    unmatched = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in ".,;:!?'”’]" or (url[end - 1] == ")" and unmatched > 0)):
        unmatched -= url[end - 1] == ")"
        end -= 1
    return url[:end]


def _without(text: str, start: int, end: int) -> str:
    return f"{_tidy(text[:start])} {text[end:].strip(LOOSE_ENDS + '.)')}".strip()


def _tidy(text: str) -> str:
    text = text.strip(LOOSE_ENDS)
    if label := LABEL_AT_END.search(text[-40:]):
        text = text[: len(text) - len(text[-40:]) + label.start()]
    return text.removesuffix(")") if text.count(")") > text.count("(") else text
