"""The fields of citation managers in documents: what each cites, as JSON of CSL data."""

import json
import re
from collections.abc import Iterable

from manuscripts.citing.managers import Cited, citavi, endnote, mendeley, zotero

MOST = 100
LARGEST = 2_000_000
MENDELEY = "MENDELEY_CITATION_v3_"
NO_BASE64 = re.compile(r"[^A-Za-z0-9+/=]")
BIBLIOGRAPHY = (
    "ZOTERO_BIBL",
    "CSL_BIBLIOGRAPHY",
    "MENDELEY BIBLIOGRAPHY",
    "EN.REFLIST",
    "CITAVIBIBLIOGRAPHY",
)


def csl_in(code: str) -> tuple[str, ...]:
    """Return the sources a field's code holds, each as JSON; none where it is no citation."""
    return tuple(
        json.dumps(csl | ({"locator": place} if place else {}), ensure_ascii=False)
        for csl, place in _cited_in(code[:LARGEST])[:MOST]
        if csl.get("title") or "CitaviPlaceholder" not in code
    )


def _cited_in(code: str) -> tuple[Cited, ...]:
    if "CSL_CITATION" in code:
        return zotero(code)
    if "CitaviPlaceholder" in code:
        return citavi(code)
    if "EN.CITE" in code:
        return endnote(code)
    if MENDELEY in code:
        # Other programs write on behind the tag.
        return mendeley(MENDELEY + NO_BASE64.sub("", code[code.index(MENDELEY) + len(MENDELEY) :]))
    return ()


def is_bibliography(code: str) -> bool:
    """Tell whether a field is the list of sources a manager wrote."""
    first = code.strip().upper()
    return first.startswith("BIBLIOGRAPHY") or any(sign in first[:400] for sign in BIBLIOGRAPHY)


def locator_in(csl: Iterable[str]) -> str:
    """Return the place in the source, where a citation names one source and a place."""
    items = [json.loads(each) for each in csl]
    return str(items[0].get("locator", "")) if len(items) == 1 else ""
