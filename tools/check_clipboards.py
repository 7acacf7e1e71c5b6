"""Read every clipboard of a folder and compare what is kept: python -m tools.check_clipboards FOLDER.

Each case is NAME.html and NAME.json beside it: texts it `contains` in this order and those it does not
(`not_contains`), whole `lines`, runs that are `strong` and `em`, headings `h2` and `h3`, `links`, the number
of `tables`, `quotes` and `citations`. No browser, no database.
"""

import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from manuscripts import Block, BlockQuote, Heading, Manuscript, MarkKind, Paragraph, Table, every_block
from manuscripts.formats.clipboard import read_clipboard


def plain(text: str) -> str:
    """Return a text with single spaces, "¹" as "1"."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def differences(manuscript: Manuscript, want: dict[str, Any]) -> list[str]:
    """Return what differs, a short phrase each."""
    blocks = list(every_block(manuscript.blocks))
    lines = [block for block in blocks if isinstance(block, Paragraph | Heading)]
    behind = [p.text for note in manuscript.notes for p in note.paragraphs]
    text = plain(" ".join([*(line.text for line in lines), *behind]))
    wrong, at = [], 0
    for words in map(plain, want.get("contains", [])):
        place = text.find(words, at)
        wrong += [f"missing “{words[:45]}”"] if place < 0 else []
        at = max(at, place + len(words))
    wrong += [f"not wanted “{words}”" for words in want.get("not_contains", []) if words in text]
    have = {plain(line.text) for line in lines}
    wrong += [f"no line “{words}”" for words in want.get("lines", []) if plain(words) not in have]
    for kind in (MarkKind.STRONG, MarkKind.EM):
        runs = [
            plain(p.text[m.start : m.end])
            for p in lines
            if isinstance(p, Paragraph)
            for m in p.marks
            if m.kind is kind
        ]
        if kind.value in want and runs != list(map(plain, want[kind.value])):
            wrong.append(f"{kind.value} is {str(runs)[:100]}")
    for level, name in ((2, "h2"), (3, "h3")):
        found = [plain(h.text) for h in lines if isinstance(h, Heading) and max(h.level, 2) == level]
        if name in want and found != list(map(plain, want[name])):
            wrong.append(f"{name} is {str(found)[:100]}")
    return wrong + _counts(manuscript, blocks, lines, want)


def _counts(
    manuscript: Manuscript, blocks: list[Block], lines: "list[Paragraph | Heading]", want: dict[str, Any]
) -> list[str]:
    links = {m.value.rstrip("/") for line in lines for m in line.marks if m.kind is MarkKind.LINK}
    wrong = [f"no link “{to}”" for to in want.get("links", {}).values() if to.rstrip("/") not in links]
    for name, kind in (("tables", Table), ("quotes", BlockQuote)):
        count = sum(isinstance(block, kind) for block in blocks)
        if name in want and count != want[name]:
            wrong.append(f"{count} {name}, not {want[name]}")
    if len(manuscript.notes) < want.get("citations", 0):
        wrong.append(f"{len(manuscript.notes)} notes of {want['citations']}")
    return wrong


def main(folder: str) -> int:
    """Print one line a case, then the total."""
    cases, right = sorted(Path(folder).glob("*.html")), 0
    for case in cases:
        manuscript = read_clipboard(case.read_text(encoding="utf-8"))
        wrong = differences(manuscript, json.loads(case.with_suffix(".json").read_text(encoding="utf-8")))
        right += not wrong
        print(f"{case.stem}: {'; '.join(wrong) or 'ok'}")
    print(f"{right} of {len(cases)} right")
    return int(right < len(cases))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
