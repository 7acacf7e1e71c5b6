"""Measure how entries of lists of sources are read: python -m tools.check_references FILE [-v].

Each line of the file is JSON: a `text`, its `style` and `language`, and the `fields` it has.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from manuscripts import SourceLine
from manuscripts.citing import read_entry

FIELDS = (
    "authors", "title", "container", "publisher", "year", "volume", "issue", "pages", "doi", "isbn", "url",
)  # fmt: skip
DASHES = re.compile(r"[‐‑‒–—−]")
MARKS = re.compile(r"[\"'“”„«»‘’‚‹›「」『』《》]")


@dataclass
class Count:
    """How many of a kind were right, of how many; and what was made up."""

    right: int = 0
    present: int = 0
    invented: int = 0


@dataclass
class Measured:
    """The counts of a file, by field and by style, and what went wrong."""

    by_field: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_style: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    faults: list[str] = field(default_factory=list)

    @property
    def total(self) -> Count:
        """Sum up all fields."""
        counts = self.by_field.values()
        return Count(
            *(sum(getattr(one, name) for one in counts) for name in ("right", "present", "invented"))
        )


def read_fields(source: SourceLine) -> dict[str, Any]:
    """Return what was read of a source, in the words of the file."""
    said = {
        "authors": [author.family or author.literal for author in source.authors],
        "title": source.title,
        "container": source.container,
        "publisher": source.publisher,
        "year": source.issued[:4],
        "volume": source.volume,
        "issue": source.issue,
        "pages": source.pages,
        "doi": source.doi,
        "isbn": source.isbn,
        "url": source.url,
    }
    return {name: value for name, value in said.items() if value}


def measure(entries: Iterable[dict[str, Any]]) -> Measured:
    """Compare what is read of each entry with the fields it has."""
    measured = Measured()
    for entry in entries:
        read, fields = read_fields(read_entry(entry["text"])), entry["fields"]
        style = f"{entry['style']} ({entry['language']})"
        for name in FIELDS:
            counts = (measured.by_field[name], measured.by_style[style])
            wanted, got = fields.get(name), read.get(name)
            if wanted is None and (got is None or name == "title"):
                continue
            right = wanted is not None and same(name, wanted, got)
            made_up = wanted is None or (name == "authors" and invents(wanted, got or []))
            for count in counts:
                count.present += wanted is not None
                count.right += right
                count.invented += made_up
            if made_up or not right:
                said = "made up" if made_up else "wrong"
                measured.faults.append(f"{said} {name}: {got!r} for {wanted!r}\n    {entry['text']}")
    return measured


def same(name: str, wanted: Any, got: Any) -> bool:
    """Tell whether two values mean the same, however their marks are drawn."""
    if name == "authors":
        return [folded(one) for one in wanted] == [folded(one) for one in got or []]
    if name in ("url", "doi"):
        return bare_address(wanted) == bare_address(got or "")
    return folded(wanted) == folded(got or "")


def invents(wanted: list[str], got: list[str]) -> bool:
    """Tell whether an author is named who is none of the entry's."""
    known = {folded(one) for one in wanted}
    return any(folded(one) not in known for one in got)


def folded(text: str) -> str:
    """Return what two spellings of a value share."""
    text = DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return " ".join(MARKS.sub("", text).casefold().split()).strip(" .,;:")


def bare_address(text: str) -> str:
    """Return an address without what may be left out of it."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", text.casefold()).rstrip("/.")


def lines_of(measured: Measured) -> Iterator[str]:
    """Yield the counts, a line each."""
    total = measured.total
    for title, counts in (("field", measured.by_field), ("style", measured.by_style), ("", {"total": total})):
        if title:
            yield f"{title:28} right/present  invented"
        for name, count in counts.items():
            share = 100 * count.right / count.present if count.present else 100
            yield f"{name:28} {count.right:>5}/{count.present:<5} {share:4.0f} %  {count.invented}"


def main() -> int:
    """Print the counts; end with an error below 80 % or where anything is made up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("-v", "--verbose", action="store_true", help="say what was wrong")
    options = parser.parse_args()
    rows = options.file.read_text(encoding="utf-8").splitlines()
    measured = measure(json.loads(row) for row in rows if row.strip())
    if options.verbose:
        print(*measured.faults, sep="\n")
    print(*lines_of(measured), sep="\n")
    total = measured.total
    return int(total.invented > 0 or total.right < 0.8 * total.present)


if __name__ == "__main__":
    sys.exit(main())
