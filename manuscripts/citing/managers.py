"""What Zotero, Mendeley, EndNote, Citavi and Word keep of the sources in a document, as CSL-JSON.

Each function takes what stands in the file and gives back the items with the place cited in each; what
cannot be read is nothing, because the words of the citation stand in the text besides.
"""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

Csl = dict[str, Any]
Cited = tuple[Csl, str]

LARGEST = 2_000_000
MOST_ITEMS = 200
_KINDS_OF_ENDNOTE = {
    "17": "article-journal", "6": "book", "5": "chapter", "12": "webpage", "23": "article-newspaper",
    "27": "report", "32": "thesis", "14": "legislation", "59": "dataset",
}  # fmt: skip
_KINDS_OF_WORD = {
    "Book": "book", "BookSection": "chapter", "JournalArticle": "article-journal",
    "ArticleInAPeriodical": "article-newspaper", "ConferenceProceedings": "chapter", "Report": "report",
    "InternetSite": "webpage", "DocumentFromInternetSite": "webpage", "Interview": "interview",
    "Case": "legislation", "Film": "broadcast", "SoundRecording": "broadcast",
}  # fmt: skip
_KINDS_OF_CITAVI = {
    "JournalArticle": "article-journal", "Book": "book", "BookEdited": "book", "Contribution": "chapter",
    "InternetDocument": "webpage", "NewspaperArticle": "article-newspaper", "Thesis": "thesis",
    "InterviewMaterial": "interview", "StatuteOrRegulation": "legislation", "SpecialIssue": "book",
}  # fmt: skip


def zotero(instruction: str) -> tuple[Cited, ...]:
    """Read a field of Zotero or of Mendeley: ADDIN [ZOTERO_ITEM] CSL_CITATION {…}."""
    begun = instruction.find("{", max(instruction.find("CSL_CITATION"), 0))
    if "CSL_CITATION" not in instruction or begun < 0:
        return ()
    return _items_of(_json(instruction[begun:]))


def mendeley(tag: str) -> tuple[Cited, ...]:
    """Read the tag of a content control of Mendeley Cite: MENDELEY_CITATION_v3_… in base64."""
    found = re.match(r"MENDELEY_CITATION_v\d_(.*)", tag, re.DOTALL)
    return _items_of(_json(_decoded(found[1]))) if found else ()


def endnote(instruction: str) -> tuple[Cited, ...]:
    """Read a field of EndNote: ADDIN EN.CITE <EndNote>…</EndNote>, or its data in base64."""
    begun = instruction.find("<EndNote")
    text = instruction[begun:] if begun >= 0 else _decoded(instruction.rpartition(" ")[2])
    root = _xml(text.partition("</EndNote>")[0] + "</EndNote>") if "<EndNote" in text else None
    if root is None:
        return ()
    cites = list(root.iter("Cite"))[:MOST_ITEMS]
    return tuple((_of_endnote(cite), _said(cite, "Pages")) for cite in cites)


def citavi(text: str) -> tuple[Cited, ...]:
    """Read a placeholder of Citavi: CitaviPlaceholder{…}, JSON in base64."""
    found = re.search(r"CitaviPlaceholder\{([^{}]*)\}", text)
    data = _json(_decoded(found[1])) if found else None
    entries = data.get("Entries") if isinstance(data, Mapping) else None
    if not isinstance(entries, list):
        return ()
    return tuple(_of_citavi(entry) for entry in entries[:MOST_ITEMS] if isinstance(entry, Mapping))


def sources_of_word(root: Any) -> dict[str, Csl]:
    """Return the sources below b:Sources by their tags; nothing where another element is handed over."""
    if etree.QName(root).localname != "Sources":
        return {}
    found = {}
    for source in list(root)[:10_000]:
        if isinstance(source.tag, str) and (tag := _below(source, "Tag")):
            found[tag] = _of_word(source)
    return found


def _items_of(data: Any) -> tuple[Cited, ...]:
    items = data.get("citationItems") if isinstance(data, Mapping) else None
    if not isinstance(items, list):
        return ()
    return tuple(_cited(items))


def _cited(items: list[Any]) -> Iterator[Cited]:
    for item in items[:MOST_ITEMS]:
        if not isinstance(item, Mapping):
            continue
        csl = item.get("itemData", item.get("item"))
        if isinstance(csl, dict):
            yield csl, _locator(str(item.get("label") or "page"), str(item.get("locator") or ""))


def _locator(label: str, place: str) -> str:
    """Write a place as it is read: "p. 4"; other kinds keep their word: "chapter 3"."""
    if not place:
        return ""
    if label == "page":
        return f"pp. {place}" if re.search(r"[-–,]", place) else f"p. {place}"
    return f"{label} {place}"


def _json(text: str) -> Any:
    """Return the first JSON of a text; fields of Word go on behind it."""
    if len(text) > LARGEST:
        return None
    try:
        return json.JSONDecoder().raw_decode(text.strip())[0]
    except (ValueError, RecursionError):
        return None


def _decoded(text: str) -> str:
    """Return what base64 holds, packed or not, up to a size."""
    bare = re.sub(r"\s", "", text[:LARGEST])
    try:
        data = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return ""
    if data[:2] == b"\x1f\x8b":
        try:
            data = zlib.decompressobj(wbits=31).decompress(data, LARGEST)
        except zlib.error:
            return ""
    return data.decode("utf-8", errors="replace")


def _xml(text: bytes | str) -> Any:
    data = text.encode() if isinstance(text, str) else text
    if len(data) > LARGEST or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _said(node: Any, *path: str) -> str:
    """Return the words of the first element at a path, its styled parts joined."""
    found = node.find(f".//{'/'.join(path)}")
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _of_endnote(cite: Any) -> Csl:
    names = [" ".join("".join(author.itertext()).split()) for author in cite.iterfind(".//authors/author")]
    kind = cite.find(".//ref-type")
    year = _said(cite, "dates", "year") or _said(cite, "Year")
    fields = {
        "type": _KINDS_OF_ENDNOTE.get((kind.text or "") if kind is not None else "", ""),
        "title": _said(cite, "titles", "title"),
        "container-title": _said(cite, "titles", "secondary-title")
        or _said(cite, "periodical", "full-title"),
        "publisher": _said(cite, "publisher"),
        "volume": _said(cite, "volume"),
        "issue": _said(cite, "number"),
        "page": _said(cite, "record", "pages") or _said(cite, "pages"),
        "ISBN": _isbn(_said(cite, "isbn")),
        "DOI": _said(cite, "electronic-resource-num"),
        "URL": _said(cite, "urls", "related-urls", "url") or _said(cite, "urls", "web-urls", "url"),
        "issued": _issued(year),
        "author": [_name(name) for name in names or [_said(cite, "Author")] if name],
    }
    return {name: value for name, value in fields.items() if value}


def _isbn(text: str) -> str:
    """Return a book's number; EndNote keeps a journal's in the same place."""
    return text if len(re.sub(r"[^\dXx]", "", text)) in (10, 13) else ""


def _name(text: str) -> Csl:
    family, comma, given = (part.strip() for part in text.partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": family}


def _of_citavi(entry: Mapping[str, Any]) -> Cited:
    reference = entry.get("Reference")
    source: Mapping[str, Any] = reference if isinstance(reference, Mapping) else {}
    periodical, parent = source.get("Periodical"), source.get("ParentReference")
    publishers, authors = source.get("Publishers"), source.get("Authors") or source.get("Editors")
    fields = {
        "type": _KINDS_OF_CITAVI.get(str(source.get("ReferenceType")), ""),
        "title": _with_subtitle(source),
        "container-title": _key(periodical, "Name") or _key(parent, "Title"),
        "publisher": _key(publishers[0], "Name") if isinstance(publishers, list) and publishers else "",
        "volume": _key(source, "Volume"),
        "issue": _key(source, "Number"),
        "page": _key(source, "PageRange"),
        "ISBN": _key(source, "Isbn"),
        "DOI": _key(source, "Doi"),
        "URL": _key(source, "OnlineAddress"),
        "issued": _issued(_key(source, "YearResolved") or _key(source, "Year") or _key(source, "Date")),
        "author": [
            {"family": _key(name, "LastName"), "given": _key(name, "FirstName")}
            for name in (authors if isinstance(authors, list) else [])
        ],
    }
    pages = entry.get("PageRange")
    place = _key(pages, "OriginalString") if isinstance(pages, Mapping) else str(pages or "")
    return {name: value for name, value in fields.items() if value}, _locator("page", place)


def _with_subtitle(source: Mapping[str, Any]) -> str:
    return ": ".join(filter(None, (_key(source, "Title"), _key(source, "Subtitle"))))


def _key(source: Any, name: str) -> str:
    """Return a text of Citavi's JSON; long page ranges are markup with the pages inside."""
    value = source.get(name) if isinstance(source, Mapping) else None
    if not isinstance(value, str):
        return ""
    original = re.search(r"<os>([^<]*)</os>", value)
    return original[1] if original else value


def _below(node: Any, name: str) -> str:
    found = next((child for child in node if etree.QName(child).localname == name), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def _of_word(source: Any) -> Csl:
    date = [_below(source, part) for part in ("Year", "Month", "Day")]
    read = [_below(source, part) for part in ("YearAccessed", "MonthAccessed", "DayAccessed")]
    containers = ("JournalName", "PeriodicalTitle", "BookTitle", "ConferenceName", "InternetSiteTitle")
    fields = {
        "type": _KINDS_OF_WORD.get(_below(source, "SourceType"), ""),
        "title": _below(source, "Title"),
        "container-title": next((name for part in containers if (name := _below(source, part))), ""),
        "publisher": _below(source, "Publisher"),
        "volume": _below(source, "Volume"),
        "issue": _below(source, "Issue"),
        "page": _below(source, "Pages"),
        "ISBN": _isbn(_below(source, "StandardNumber")),
        "DOI": _below(source, "DOI"),
        "URL": _below(source, "URL"),
        "issued": _issued(*date),
        "accessed": _issued(*read),
        "author": list(_people_of_word(source)),
    }
    return {name: value for name, value in fields.items() if value}


def _issued(*parts: str) -> Csl:
    """Return a date as CSL has it: in numbers where it is all numbers, else as it was written."""
    given = [part for part in parts if part]
    if given and all(part.isascii() and part.isdigit() for part in given) and len(given[0]) == 4:
        return {"date-parts": [[int(part) for part in given]]}
    return {"raw": " ".join(reversed(given))} if given else {}


def _people_of_word(source: Any) -> Iterator[Csl]:
    roles = [node for node in source.iter() if isinstance(node.tag, str)]
    inner = next(
        (
            node
            for node in roles
            if etree.QName(node).localname == "Author" and node.getparent() is not source
        ),
        None,
    )
    for node in inner.iter() if inner is not None else ():
        if not isinstance(node.tag, str):
            continue
        if etree.QName(node).localname == "Corporate" and node.text:
            yield {"literal": node.text.strip()}
        elif etree.QName(node).localname == "Person":
            given = " ".join(filter(None, (_below(node, "First"), _below(node, "Middle"))))
            yield {"family": _below(node, "Last"), "given": given}
