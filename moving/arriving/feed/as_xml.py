"""RSS from 0.9 to 2.0 and Atom, told by the names of elements alone: their namespaces vary."""

import re
from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from django.utils.translation import gettext as _
from lxml import etree

from moving.arriving.site import CannotRead

from .entry import Entry, Head, Writer, moment_of, words_of

TEXTS = frozenset(["item", "entry"])
HEADS = frozenset(["channel", "feed"])
BASE = "{http://www.w3.org/XML/1998/namespace}base"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MAILED = re.compile(r"(?P<email>[^\s()<>@]+@[^\s()<>@]+)\s*(?:\((?P<name>[^()]*)\))?")
NEXT = ("next", "prev-archive")


def head_of(data: bytes) -> Head:
    """Return what a feed says of itself, wherever between its texts that stands."""
    said: dict[str, str] = {}
    links: dict[str, str] = {}
    writers: list[Writer] = []
    seen = False
    for element in _elements(data):
        name = _name(element)
        parent = element.getparent()
        seen = seen or name in TEXTS | HEADS
        if name in HEADS:
            said.setdefault("language", element.get(LANGUAGE) or "")
            base = element.get(BASE) or (parent.get(BASE) if parent is not None else "") or ""
            said.setdefault("base", base)
        if parent is None or _name(parent) not in HEADS or name in TEXTS:
            continue
        if name == "link":
            _take_link(element, links)
        elif name == "author":
            writers += _writers([element])
        else:
            said[name] = said.get(name) or _text(element)
    if not seen:
        raise CannotRead(_("This is no feed: there is neither RSS nor Atom in it."))
    base = said.get("base", "")
    return Head(
        title=words_of(said.get("title", "")),
        address=urljoin(base, links.get("alternate", "")),
        language=said.get("language", ""),
        next=next((urljoin(base, links[rel]) for rel in NEXT if rel in links), ""),
        generator=said.get("generator", ""),
        writers=tuple(writers),
    )


def entries_of(data: bytes) -> Iterator[Entry]:
    """Yield the texts of a feed, one in memory at a time."""
    for element in _elements(data):
        if _name(element) in TEXTS:
            yield _entry(element)


def _elements(data: bytes) -> Iterator[Any]:
    """Yield every element outside texts, and each text once it is whole."""
    events = etree.iterparse(
        BytesIO(data),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _event, element in events:
            yield element
            if _name(element) in TEXTS:
                _forget(element)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise CannotRead(_("The parts of this feed are nested deeper than in any feed.")) from error
        raise CannotRead(
            _("This feed is damaged in line %(line)d, so it cannot be read.") % {"line": error.lineno or 1}
        ) from error


def _forget(element: Any) -> None:
    parent, tail = element.getparent(), element.tail
    element.clear()
    element.tail = tail
    while parent is not None and element.getprevious() is not None and _name(element.getprevious()) in TEXTS:
        del parent[parent.index(element.getprevious())]


def _entry(element: Any) -> Entry:
    parts: dict[str, list[Any]] = {}
    for child in element:
        parts.setdefault(_name(child), []).append(child)
    links: dict[str, str] = {}
    for link in parts.get("link", ()):
        _take_link(link, links)
    base = _base(element)
    guid = _first(parts, "guid", "id")
    is_place = "guid" in parts and (parts["guid"][0].get("isPermaLink") or "true") == "true"
    address = _first(parts, "origLink") or links.get("alternate", "") or (guid if is_place else "")
    address = urljoin(base, address) if not address.startswith(("tag:", "urn:")) else ""
    pictures, files = _enclosed(element, parts, links)
    return Entry(
        id=guid or element.get(f"{{{_space(element, 'rdf')}}}about") or address,
        title=_title(parts),
        address=address,
        base=base or address,
        content=_html(parts, "encoded", "content", "body", "fullitem"),
        description=_html(parts, "description", "summary", "subtitle"),
        is_summary=_name(element) == "entry",
        published=moment_of(*_all(parts, "pubDate", "published", "date", "issued", "created", "updated")),
        changed=moment_of(*_all(parts, "updated", "modified")),
        writers=tuple(_writers([*parts.get("creator", ()), *parts.get("author", ())])),
        categories=tuple(_categories(parts)),
        picture=urljoin(base or address, pictures[0]) if pictures else "",
        files=tuple(urljoin(base or address, file) for file in dict.fromkeys(files)),
        language=element.get(LANGUAGE) or _first(parts, "language"),
    )


def _title(parts: dict[str, list[Any]]) -> str:
    # A picture has a title of its own, which stands in another namespace.
    own = next((one for one in parts.get("title", ()) if not _is_of(one, "mrss", "media")), None)
    if own is None:
        return ""
    is_atom = "/Atom" in str(own.tag)
    if (own.get("type") or ("text" if is_atom else "")) == "text":
        return " ".join(_text(own).split())
    return words_of(_inner(own))


def _html(parts: dict[str, list[Any]], *names: str) -> str:
    """Return the first of these that holds a text, as HTML."""
    for name in names:
        for element in parts.get(name, ()):
            if element.get("url") or _is_of(element, "mrss", "media", "itunes"):
                continue
            if html := _inner(element).strip():
                return html
    return ""


def _inner(element: Any) -> str:
    """Return what an element holds as HTML: its own elements, or a text that is escaped HTML."""
    kind = (element.get("type") or "").lower()
    if len(element):
        for inner in element.iter():
            if isinstance(inner.tag, str):
                inner.tag = etree.QName(inner).localname
        etree.cleanup_namespaces(element)
        inside = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
        return escape(element.text or "", quote=False) + inside
    text = element.text or ""
    if kind in ("text", "text/plain") or element.get("mode") == "xml":
        return "".join(
            f"<p>{escape(part, quote=False)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip()
        )
    return text


def _take_link(element: Any, links: dict[str, str]) -> None:
    rel = element.get("rel") or "alternate"
    kind = element.get("type") or "text/html"
    address = (element.get("href") or element.text or "").strip()
    if not address or (rel == "alternate" and "html" not in kind and "alternate" in links):
        return
    if rel == "alternate" and "html" in kind and element.get("href"):
        links[rel] = address
    else:
        links.setdefault(rel, address)


def _enclosed(
    element: Any, parts: dict[str, list[Any]], links: dict[str, str]
) -> tuple[list[str], list[str]]:
    """Return the pictures and the other files that come with a text."""
    pictures: list[str] = []
    files: list[str] = []
    found = [*parts.get("enclosure", ()), *(one for one in element.iter() if _is_medium(one))]
    found += [one for one in parts.get("link", ()) if one.get("rel") == "enclosure"]
    for one in found:
        address = (one.get("url") or one.get("href") or "").strip()
        kind = (one.get("type") or one.get("medium") or "").lower()
        is_picture = kind.startswith("image") or _name(one) == "thumbnail"
        is_picture = is_picture or (
            not kind and re.search(r"\.(?:jpe?g|png|gif|webp)(?:\?|$)", address, re.I) is not None
        )
        if address:
            (pictures if is_picture else files).append(address)
    return pictures, files


def _is_medium(element: Any) -> bool:
    return _name(element) in ("content", "thumbnail") and bool(element.get("url"))


def _writers(elements: list[Any]) -> Iterator[Writer]:
    for element in elements:
        inside = {_name(child): _text(child) for child in element if _text(child)}
        if inside:
            yield Writer(
                name=inside.get("name", ""),
                email=inside.get("email", ""),
                address=inside.get("uri") or inside.get("url", ""),
            )
        elif found := MAILED.fullmatch(_text(element)):
            yield Writer(name=(found["name"] or "").strip(), email=found["email"])
        elif text := words_of(_text(element)):
            yield Writer(name=text)


def _categories(parts: dict[str, list[Any]]) -> Iterator[str]:
    for element in (*parts.get("category", ()), *parts.get("subject", ())):
        name = words_of(element.get("label") or _text(element) or element.get("term") or "")
        if name:
            yield name


def _base(element: Any) -> str:
    bases = [one.get(BASE) for one in (element, *element.iterancestors()) if one.get(BASE)]
    base = ""
    for one in reversed(bases):
        base = urljoin(base, one)
    return base


def _space(element: Any, prefix: str) -> str:
    return (element.nsmap or {}).get(prefix) or ""


def _first(parts: dict[str, list[Any]], *names: str) -> str:
    return next((text for text in _all(parts, *names) if text), "")


def _all(parts: dict[str, list[Any]], *names: str) -> list[str]:
    return [_text(element) for name in names for element in parts.get(name, ())]


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _is_of(element: Any, *spaces: str) -> bool:
    """Tell whether an element is one of a namespace that is called so."""
    space = str(etree.QName(element).namespace or "")
    return any(name in space for name in spaces)
