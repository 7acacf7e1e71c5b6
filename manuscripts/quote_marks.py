"""Where quote marks open and close in a paragraph."""

import re
from dataclasses import dataclass

MARK = re.compile("[“”„«»‘’「」『』]")
ENDS_SPEECH = ".,!?…—–"
CLOSES = {"”": "“„", "“": "„", "»": "«", "«": "»", "」": "「", "』": "『"}
DASH = re.compile(r"(?:^|(?<=\s))[—–](?=\s?\S)|(?<=\S)[—–](?=[\s.,;:!?]|$)")
MOST_DASHES = 40


@dataclass(frozen=True)
class Quoted:
    """Words in quote marks; `closed` is false where the quotation goes on in the next paragraph."""

    start: int
    end: int
    closed: bool = True
    marks: bool = True

    def words(self, text: str) -> str:
        """Return what the marks hold."""
        if not self.marks:
            return text[self.start : self.end].strip()
        return text[self.start + 1 : self.end - 1 if self.closed else self.end].strip()


def quoted_in(text: str) -> list[Quoted]:
    """Return the outermost quoted stretches of typographic text, in order."""
    doubles, dangling = _doubles(text)
    singles = _outside(_singles(text), doubles)
    found = _merge(singles, _outside(doubles, singles))
    if dangling is not None and not any(quoted.end > dangling for quoted in found):
        found.append(Quoted(dangling, len(text), closed=False))
    return found


def spoken_after_dash(text: str) -> list[Quoted]:
    """Return the speech of a paragraph that opens with a dash: every other piece between dashes.

    "— Fomos — disse Rosa. — Todos.", "—No lo sé —dijo María—. Mañana."
    """
    if text[:1] not in ("—", "–"):
        return []
    cuts = [match.start() for match in DASH.finditer(text)]
    if not 2 <= len(cuts) <= MOST_DASHES or cuts[0] != 0:
        return []
    found = []
    for start, end in zip(cuts[::2], [*cuts[1::2], len(text)][: len(cuts[::2])], strict=True):
        while start < end and text[start] in "—–.,;: \u00a0":
            start += 1
        if text[start:end].strip():
            found.append(Quoted(start, start + len(text[start:end].rstrip()), marks=False))
    return found


def _doubles(text: str) -> tuple[list[Quoted], int | None]:
    """Pair “…”, „…“, «…» and »…«; also give the place of a last mark that never closes."""
    stack: list[int] = []
    pairs: list[Quoted] = []
    for match in MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark in "‘’":
            continue
        if stack and text[stack[-1]] in CLOSES.get(mark, ""):
            start = stack.pop()
            while pairs and pairs[-1].start > start:
                pairs.pop()
            pairs.append(Quoted(start, at + 1))
        elif mark not in "”」』":
            stack.append(at)
    dangling = stack[-1] if stack and text[stack[-1]] in "“„«「『" else None
    if dangling and text[dangling - 1].isalnum() and text[dangling] not in "「『":
        dangling = None
    return pairs, dangling


def _singles(text: str) -> list[Quoted]:
    """Pair ‘…’, which closes with the same mark as an apostrophe."""
    pairs: list[Quoted] = []
    opened: int | None = None
    fallback: int | None = None
    for match in MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "‘" and opened is None:
            opened, fallback = at, None
        elif mark == "‘" and fallback is not None and opened is not None:
            pairs.append(Quoted(opened, fallback + 1))
            opened, fallback = at, None
        elif mark == "’" and opened is not None and not text[at + 1 : at + 2].isalnum():
            if text[at - 1] in ENDS_SPEECH:
                pairs.append(Quoted(opened, at + 1))
                opened = None
            elif fallback is None:
                fallback = at
    if opened is not None and fallback is not None:
        pairs.append(Quoted(opened, fallback + 1))
    return pairs


def _outside(inner: list[Quoted], outer: list[Quoted]) -> list[Quoted]:
    """Keep the stretches that do not touch the inside of any outer one."""
    kept = []
    at = 0
    for quoted in inner:
        while at < len(outer) and outer[at].end <= quoted.start:
            at += 1
        contained = at < len(outer) and outer[at].start < quoted.start
        crossing = at < len(outer) and quoted.start < outer[at].start < quoted.end < outer[at].end
        if not (contained or crossing):
            kept.append(quoted)
    return kept


def _merge(left: list[Quoted], right: list[Quoted]) -> list[Quoted]:
    return sorted(left + right, key=lambda quoted: quoted.start)
