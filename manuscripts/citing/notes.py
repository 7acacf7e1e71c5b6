"""Footnotes and endnotes as sources: one, several, the one before again, or words that explain."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from manuscripts.manuscript import Mark, MarkKind, Note, Paragraph, SourceLine

from .csl import from_csl
from .dates import find_date
from .details import PAGES
from .entry import read_entry
from .links import DOI, URL, holds_link, read_link, trimmed
from .words import either

_AGAIN = re.compile(rf"\W*(?:{either('opening')})?\s*(?:{either('again')})(?!\w)[.,;:]*\s*", re.IGNORECASE)
_CITED = re.compile(rf"(?<!\w)(?:{either('cited')})(?!\w)\.?\s*(?P<number>\d{{1,4}})?", re.IGNORECASE)
_SEE = re.compile(rf"(?<=[.;:,)])\s+(?P<see>{either('opening')})\s*:?\s+(?=\S)", re.IGNORECASE)
_BETWEEN = re.compile(
    rf";\s+(?:(?:{either('and')})\s+)?(?=[^\W\d_a-z]|[“«„‘\"(]|(?:{either('opening')})\s|https?:)"
)
_PLACE = re.compile(rf"^\W*(?:(?:{either('pages')}|{either('part')}|at|§)\s*)?(?:{PAGES})\W*$", re.IGNORECASE)
LONGEST_PLACE = 60
FEWEST_WORDS = 4


@dataclass
class Notes:
    """The sources of all notes, and for each note's id what it cites: a source's id and the place there."""

    sources: list[SourceLine] = field(default_factory=list)
    cited: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def read_notes(notes: Iterable[Note]) -> Notes:
    """Read the notes of a text in their order: "Ibid." and "see note 3" lead to the earlier source."""
    read = Notes()
    numbered: list[Note] = []
    for note in notes:
        numbered.append(note)
        earlier = _earlier(note, numbered, read)
        if earlier is not None:
            read.cited[note.id] = (earlier,)
            continue
        found = sources_of_note(note)
        read.sources += found
        read.cited[note.id] = tuple((source.id, "") for source in found)
    return read


def sources_of_note(note: Note) -> tuple[SourceLine, ...]:
    """Return the sources a note names: one, several, or its words as a source an editor has to look at."""
    managed = [from_csl(item) for item in map(_loaded, note.csl) if isinstance(item, dict)]
    if managed:
        raw = "\n".join(paragraph.text for paragraph in note.paragraphs)
        found = [replace(source, raw=raw or source.raw) for source in managed]
    else:
        found = [source for paragraph in note.paragraphs for source in _of_paragraph(paragraph)]
        found = _joined(found)
    ids = (note.id if not at else f"{note.id}-{at + 1}" for at in range(len(found)))
    return tuple(replace(source, id=id) for source, id in zip(found, ids, strict=False))


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _joined(found: list[SourceLine]) -> list[SourceLine]:
    """Let a paragraph that only explains stand with the source beside it."""
    named = [source for source in found if not _only_explains(source)]
    if not named or len(named) == len(found):
        return found
    words = [source.raw for source in found if _only_explains(source)]
    return [replace(named[0], note="\n".join(filter(None, (named[0].note, *words)))), *named[1:]]


def _only_explains(source: SourceLine) -> bool:
    return not any((source.url, source.domain, source.doi, source.issued, source.authors, source.container))


def _of_paragraph(paragraph: Paragraph) -> list[SourceLine]:
    text = paragraph.text
    links = [mark for mark in paragraph.marks if mark.kind is MarkKind.LINK and URL.match(mark.value)]
    links.sort(key=lambda mark: mark.start)
    if len(links) > 1:
        return _of_links(paragraph, links)
    if links and links[0].value not in text and not DOI.search(text):
        text = f"{text} {links[0].value}"
    if bare := read_link(text.strip()):
        return [
            replace(read_entry(place.url or place.doi or place.domain), raw=text.strip()) for place in bare
        ]
    parts = _parts(text)
    marks = paragraph.marks if len(parts) == 1 else ()
    return [_with_words(part, marks if part == paragraph.text else ()) for part in parts if part.strip()]


def _of_links(paragraph: Paragraph, links: list[Mark]) -> list[SourceLine]:
    """Read a note with several links: each ends an entry."""
    found, begun = [], 0
    for at, link in enumerate(links):
        end = link.end if at + 1 < len(links) else len(paragraph.text)
        text = re.sub(rf"^[\s,;.]*(?:(?:{either('and')})\s+)?", "", paragraph.text[begun:end])
        begun = end
        if not text.strip():
            continue
        shown = link.value if link.value not in text and not DOI.search(text) else ""
        found.append(_with_words(f"{text} {shown}".strip(), ()))
    return found


def _parts(text: str) -> list[str]:
    """Part a note at its semicolons, if what stands on both sides are sources."""
    parts = _BETWEEN.split(text)
    if len(parts) > 1 and all(_is_source(part) for part in parts):
        return parts
    return [text]


def _is_source(text: str) -> bool:
    if holds_link(text):
        return True
    return find_date(text) is not None and len(text.split()) >= FEWEST_WORDS


def _with_words(text: str, marks: Sequence[Mark]) -> SourceLine:
    """Read the source in a note; the words before "see" and behind its address are a note on it."""
    entry, around = text, []
    see = _SEE.search(text)
    if see and _is_source(text[see.end() :]) and not _is_source(text[: see.start()]):
        around.append(text[: see.start()].strip())
        entry, marks = text[see.end() :], ()
    links = [*URL.finditer(entry)]
    if links:
        end = links[-1].start() + len(trimmed(links[-1].group()))
        behind = entry[end:].lstrip(" .,;)")
        if len(behind.split()) >= FEWEST_WORDS and not read_entry(f"x {behind}").accessed:
            around.append(behind)
            entry = entry[:end]
    source = read_entry(entry, marks)
    has_address = bool(source.url or source.doi or source.domain or source.isbn)
    if not has_address and _only_explains(source):
        source = replace(source, title=text.strip(), kind="")
    note = " ".join(filter(None, (source.note, *around)))
    return replace(source, raw=text.strip(), note=note, is_incomplete=not has_address or source.is_incomplete)


def _earlier(note: Note, notes: list[Note], read: Notes) -> tuple[str, str] | None:
    """Return the earlier source a note means, and the place in it: "Ibid., p. 4", "Smith, op. cit."."""
    text = " ".join(paragraph.text for paragraph in note.paragraphs).strip()
    if not text or note.csl or not read.sources or len(text) > 300 or holds_link(text):
        return None
    before = notes[-2].id if len(notes) > 1 else ""
    if again := _AGAIN.match(text):
        cited = read.cited.get(before)
        return (cited[-1][0], _place(text[again.end() :])) if cited else None
    if cited_before := _CITED.search(text):
        return _by_number_or_name(text, cited_before, notes, read)
    return _by_short_title(text, read)


def _by_number_or_name(
    text: str, found: re.Match[str], notes: list[Note], read: Notes
) -> tuple[str, str] | None:
    place = _place(text[found.end() :])
    name = text[: found.start()].strip(" ,.(").split(",")[0].split(" ")[-1].casefold()
    if found["number"] and 0 < int(found["number"]) < len(notes):
        cited = read.cited.get(notes[int(found["number"]) - 1].id, ())
        by_name = [one for one in cited if name and name in _families(one[0], read)]
        return ((by_name or [*cited])[0][0], place) if cited else None
    by_author = [source for source in reversed(read.sources) if name and name in _families(source.id, read)]
    return (by_author[0].id, place) if by_author else None


def _families(id: str, read: Notes) -> set[str]:
    authors = (author for source in read.sources if source.id == id for author in source.authors)
    return {(author.family or author.literal).split(" ")[-1].casefold() for author in authors}


def _by_short_title(text: str, read: Notes) -> tuple[str, str] | None:
    """Find "Solberg, Kitchen and the River, p. 14" among what was cited in full."""
    if find_date(text):
        return None
    name, comma, rest = text.partition(",")
    title, _comma, place = rest.rpartition(",")
    words = set(re.findall(r"\w+", (title or rest).casefold()))
    for source in reversed(read.sources) if comma and words else ():
        known = set(re.findall(r"\w+", source.title.casefold()))
        same_name = name.split(" ")[-1].casefold().strip() in _families(source.id, read)
        if same_name and (words <= known or (not title and _PLACE.match(rest))):
            return source.id, _place(place or rest)
    return None


def _place(text: str) -> str:
    """Return a place in a source as it is written, "" where it says anything else."""
    text = text.strip(" .,;:()")
    return text if text and len(text) <= LONGEST_PLACE and _PLACE.match(text) else ""
