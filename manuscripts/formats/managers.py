"""What citation managers keep in documents, in each program's own way, as CSL data."""

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Iterable
from typing import Any

from lxml import etree

MOST = 100
LARGEST = 2_000_000
CITAVI = re.compile(r"CitaviPlaceholder\{([A-Za-z0-9+/=\s]+)\}")
ENDNOTE = re.compile(r"<EndNote>.*</EndNote>", re.DOTALL)
MENDELEY = "MENDELEY_CITATION_v3_"
BIBLIOGRAPHY = (
    "ZOTERO_BIBL",
    "CSL_BIBLIOGRAPHY",
    "MENDELEY BIBLIOGRAPHY",
    "EN.REFLIST",
    "CITAVIBIBLIOGRAPHY",
)


def csl_in(code: str) -> tuple[str, ...]:
    """Return the sources a field's code holds, each as JSON; none where it is no citation."""
    code = code[:LARGEST]
    if "CSL_CITATION" in code:
        return _of_csl(code[code.index("CSL_CITATION") :])
    if found := CITAVI.search(code):
        return _of_citavi(_decoded(found[1]))
    if "EN.CITE" in code and (found_xml := ENDNOTE.search(code)):
        return _of_endnote(found_xml[0])
    if MENDELEY in code:
        return _items(_loaded(_decoded(code[code.index(MENDELEY) + len(MENDELEY) :])))
    return ()


def is_bibliography(code: str) -> bool:
    """Tell whether a field is the list of sources a manager wrote."""
    first = code.strip().upper()
    return first.startswith("BIBLIOGRAPHY") or any(sign in first[:400] for sign in BIBLIOGRAPHY)


def locator_in(csl: Iterable[str]) -> str:
    """Return the place in the source, where a citation names one source and a place."""
    items = [json.loads(each) for each in csl]
    place = items[0].get("locator", "") if len(items) == 1 else ""
    if not isinstance(place, str) or not place:
        return ""
    pages = items[0].get("label", "page") in ("page", "", None) and place[:1].isdigit()
    return f"{'pp.' if re.search('[-–,]', place) else 'p.'} {place}" if pages else place


def _of_csl(code: str) -> tuple[str, ...]:
    start = code.find("{")
    try:
        said = json.JSONDecoder().raw_decode(code[start:])[0] if start >= 0 else None
    except (ValueError, RecursionError):
        return ()
    return _items(said)


def _items(said: Any) -> tuple[str, ...]:
    items = said.get("citationItems") if isinstance(said, dict) else None
    found = []
    for item in items[:MOST] if isinstance(items, list) else ():
        data = item.get("itemData") if isinstance(item, dict) else None
        if isinstance(data, dict):
            place = {key: item[key] for key in ("locator", "label") if isinstance(item.get(key), str)}
            found.append(json.dumps(data | place, ensure_ascii=False))
    return tuple(found)


def _loaded(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _decoded(text: str) -> bytes:
    text = re.sub(r"[^A-Za-z0-9+/]", "", text)
    try:
        return b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def _of_citavi(data: bytes) -> tuple[str, ...]:
    said = _loaded(data)
    entries = said.get("Entries") if isinstance(said, dict) else None
    found = []
    for entry in entries[:MOST] if isinstance(entries, list) else ():
        work = entry.get("Reference") if isinstance(entry, dict) else None
        if isinstance(work, dict) and isinstance(work.get("Title"), str):
            found.append(json.dumps(_citavi_work(work), ensure_ascii=False))
    return tuple(found)


def _citavi_work(work: dict[str, Any]) -> dict[str, Any]:
    people = work.get("Authors") or work.get("Editors") or []
    names = [
        {"family": person.get("LastName") or "", "given": person.get("FirstName") or ""}
        for person in people
        if isinstance(person, dict) and person.get("LastName")
    ]
    around = work.get("Periodical") or work.get("ParentReference") or {}
    publishers = work.get("Publishers") or []
    first = publishers[0] if isinstance(publishers, list) and publishers else {}
    said = {
        "title": work["Title"],
        "author": names,
        "container-title": (around.get("Name") or around.get("Title")) if isinstance(around, dict) else None,
        "publisher": first.get("Name") if isinstance(first, dict) else None,
        "DOI": work.get("Doi"),
        "URL": work.get("OnlineAddress"),
        "volume": work.get("Volume"),
        "issue": work.get("Number"),
        "ISBN": work.get("Isbn"),
        "issued": _year(str(work.get("YearResolved") or work.get("Year") or "")),
    }
    return {key: value for key, value in said.items() if value}


def _year(text: str) -> dict[str, Any] | None:
    found = re.search(r"\b[12]\d{3}\b", text)
    return {"date-parts": [[int(found[0])]]} if found else None


def _of_endnote(text: str) -> tuple[str, ...]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    if "<!" in text:
        return ()
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return ()
    return tuple(
        json.dumps(_endnote_work(each), ensure_ascii=False) for each in root.findall(".//record")[:MOST]
    )


def _endnote_work(record: Any) -> dict[str, Any]:
    def one(path: str) -> str:
        found = record.find(path)
        return " ".join("".join(found.itertext()).split()) if found is not None else ""

    names = [
        " ".join("".join(each.itertext()).split()) for each in record.findall("contributors/authors/author")
    ]
    said = {
        "title": one("titles/title"),
        "author": [_name(name) for name in names if name],
        "container-title": one("titles/secondary-title") or one("periodical/full-title"),
        "publisher": one("publisher"),
        "volume": one("volume"),
        "issue": one("number"),
        "page": one("pages"),
        "DOI": one("electronic-resource-num"),
        "URL": one("urls/related-urls/url") or one("urls/web-urls/url"),
        "ISBN": one("isbn"),
        "issued": _year(one("dates/year")),
    }
    return {key: value for key, value in said.items() if value}


def _name(name: str) -> dict[str, str]:
    family, comma, given = name.partition(",")
    return (
        {"family": family.strip(), "given": given.strip()}
        if comma and given.strip()
        else {"literal": family.strip()}
    )
