"""What the demo newsroom says, as it lies in content/, where each thing has a name of its own.

The names stand in the texts where keys belong; `with_keys` puts the keys of real rows in their place.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lxml.html

from images.models import Image
from publishing.bases import Record, WorkingCopy

CONTENT = Path(__file__).parent / "content"

Named = Mapping[str, Record | WorkingCopy]


class UnknownName(LookupError):
    """A text of the demo names something that is not there; the message says what and where."""


def table(name: str) -> dict[str, Any]:
    """Return one of the lists, in its own order."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def text(folder: str, name: str) -> str:
    """Return the text of one article or person, with names for keys."""
    return (CONTENT / folder / f"{name}.html").read_text(encoding="utf-8")


def with_keys(markup: str, *, people: Named, sources: Named, pictures: Mapping[str, Image]) -> str:
    """Return a text with the keys of rows for their names, and the pictures' own descriptions."""
    root = lxml.html.fragment_fromstring(markup, create_parent="div")
    kinds: dict[str, Named] = {"data-person": people, "data-reference": sources, "data-image": pictures}
    for element in root.iter():
        for attribute, rows in kinds.items():
            name = element.get(attribute)
            if name is not None:
                element.set(attribute, one(rows, name).key)
                if attribute == "data-image" and not element.get("data-alt"):
                    element.set("data-alt", pictures[name].alt)
    return "".join(lxml.html.tostring(child, encoding="unicode") for child in root)


def one(rows: Named, name: str) -> Any:
    """Return the row of a name; say so if there is none."""
    if name not in rows:
        raise UnknownName(f"“{name}” is named in the demo's texts, but is not in its lists.")
    return rows[name]
