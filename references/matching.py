"""When are two sources the same one: DOI, else web address, else title and domain."""

import hashlib
import ipaddress
import re
from urllib.parse import SplitResult, quote, unquote, urlsplit

import idna

from manuscripts.suffixes import parts_of
from publishing.folding import fold
from publishing.naming import name_key

MAX_KEY_LENGTH = 255
HASH_LENGTH = 32
_ENDINGS = " .。"  # of a title in a list of sources

_TRACKING_NAMES = frozenset({"fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "msclkid"})
_TRACKING_PREFIX = "utm_"
# One key whatever the scheme, so the default port of either says nothing.
_DEFAULT_PORTS = frozenset({None, 80, 443})
_MAX_URL_LENGTH = 10_000

_ASCII_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_PREFIX = re.compile(r"(?:https?://(?:www\.)?(?:dx\.)?doi\.org/|(?:dx\.)?doi\.org/)", re.IGNORECASE)


def canonical_url(url: str) -> str:
    """Return the form of a web address that two spellings of it share, or "" if it is none.

    The result is a key to compare by, not a link to follow: keep the address as given for that.
    """
    try:
        parts = _split(url)
        host = _host(parts.hostname or "")
        if not host:
            return ""
        while host.startswith("www.") and _registrable(host[4:]):
            host = host[4:]
        port = "" if parts.port in _DEFAULT_PORTS else f":{parts.port}"
        path = _path(parts.path)
        query = _query(parts.query)
    except ValueError:  # a port, an IPv6 address or a character no address can have
        return ""
    return f"https://{host}{port}{path}{'?' if query else ''}{query}"


def address_words(url: str) -> str:
    """Return what a web address says in words, by which it can be found, or "" if it is none."""
    return fold(canonical_url(url).removeprefix("https://"))


def canonical_doi(text: str) -> str:
    """Return a DOI in lower case without "doi:" or resolver address, or "" if the text is none."""
    text = text.strip()
    if resolver := _DOI_PREFIX.match(text):
        text = unquote(text[resolver.end() :].partition("#")[0].partition("?")[0])
    elif text[:4].lower() == "doi:":
        text = text[4:]
    text = text.strip().rstrip(".,;").lower()
    return text if text.isprintable() and _DOI.fullmatch(text) else ""


def registrable_domain(url_or_host: str) -> str:
    """Return the domain somebody can own ("bbc.co.uk" for "news.bbc.co.uk/x"), or ""."""
    try:
        return _registrable(_host(_split(url_or_host).hostname or ""))
    except ValueError:
        return ""


def title_key(title: str) -> str:
    """Return what two spellings of a title share; lists of sources put a full stop behind theirs."""
    key = name_key(title.rstrip(_ENDINGS) or title)
    # What ended in a wide full stop, or in something unseen behind one, ends in a plain one now.
    return key.rstrip(_ENDINGS) or key


def match_key(*, doi: str = "", url: str = "", title: str = "", domain: str = "") -> str:
    """Return the key by which a source is recognised, or "" when nothing is known of it."""
    if found := canonical_doi(doi) or canonical_doi(url):
        return _fit(f"doi:{found}")
    if address := canonical_url(url):
        return _fit(f"url:{address}")
    if title := title_key(title):
        return _fit(f"title:{title}|{registrable_domain(domain)}")
    return ""


def _fit(key: str) -> str:
    """Keep a long key within the column: its beginning and a hash of the whole."""
    if len(key) <= MAX_KEY_LENGTH:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:HASH_LENGTH]
    return f"{key[: MAX_KEY_LENGTH - HASH_LENGTH - 1]}~{digest}"


def _split(text: str) -> SplitResult:
    """Split an address; without a scheme only what starts with a real domain counts."""
    text = text.strip()
    if len(text) > _MAX_URL_LENGTH:
        raise ValueError("too long for a web address")
    if text.startswith("//"):
        text = f"https:{text}"
    if "://" in text.partition("?")[0]:
        parts = urlsplit(text)
        if parts.scheme.lower() not in {"http", "https"}:
            raise ValueError("not a web address")
        return parts
    parts = urlsplit(f"https://{text}")
    if "@" in parts.netloc or not _registrable(_host(parts.hostname or "")):
        raise ValueError("not a web address")
    return parts


def _host(host: str) -> str:
    """Return a host in lower-case ASCII (punycode), or "" when it cannot be one."""
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host)}]"
    host = host.lower().removesuffix(".")
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode().removesuffix(".")  # IDNAError is a ValueError
    if len(host) > 253 or not all(_ASCII_LABEL.fullmatch(label) for label in host.split(".")):
        return ""
    return host


def _registrable(host: str) -> str:
    return parts_of(host).top_domain_under_public_suffix if host else ""


def _path(path: str) -> str:
    """Resolve dot segments and drop the trailing slash."""
    kept: list[str] = []
    for segment in _normalise_escapes(path, safe="/:@!$&'()*+,;=").split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "".join(f"/{segment}" for segment in kept).rstrip("/")


def _query(query: str) -> str:
    """Drop the parameters that only say where the reader came from; keep the others in order."""
    pairs = _normalise_escapes(query, safe="/?:@!$&'()*+,;=").split("&")
    return "&".join(pair for pair in pairs if pair and not _is_tracking(pair.partition("=")[0].lower()))


def _is_tracking(name: str) -> bool:
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIX)


def _normalise_escapes(text: str, *, safe: str) -> str:
    """Write every character one way: escaped only where it has to be, in capitals."""
    text = _STRAY_PERCENT.sub("%25", text)
    return quote(_ESCAPE.sub(_shortest_escape, text), safe=f"%{safe}")


def _shortest_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()
