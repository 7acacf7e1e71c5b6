"""A whole list of sources, line by line: entries, and titles with their publisher and link below."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from manuscripts.layout import Line
from manuscripts.manuscript import SourceLine
from manuscripts.typography import typographic

from .entry import MARKER, read_entry
from .links import Whereabouts, read_link

WRAPPED = 55
PUBLISHER_WORDS = 4
LONGEST_TITLE = 300


@dataclass
class Entry:
    """A source while its lines are still being read."""

    text: str = ""
    publisher: str = ""
    place: Whereabouts = field(default_factory=Whereabouts)
    read: SourceLine = field(default_factory=SourceLine)

    def extend(self, text: str) -> None:
        """Begin with a text, or go on with one that was broken over two lines."""
        self.text = " ".join(filter(None, (self.text, text)))
        self.read = read_entry(self.text)

    @property
    def has_link(self) -> bool:
        """Tell whether anything says where the source is."""
        return any((self.read.domain, self.read.url, self.read.doi)) or self.place.says_anything

    @property
    def is_bare_title(self) -> bool:
        """Tell whether only a title is known."""
        read = self.read
        return bool(read.title) and not (self.has_link or self.publisher or read.publisher or read.container)

    def take_link(self, link: Whereabouts) -> bool:
        """Take the link of the line below, unless this source has one of that kind."""
        read, place = self.read, self.place
        url, domain, doi = place.url or read.url, place.domain or read.domain, place.doi or read.doi
        if not read.title and self.has_link:
            return False
        if link.url and url and not (link.doi and not doi):
            return False
        if not link.url and ((link.domain and domain) or (link.doi and doi)):
            return False
        if link.url and domain and link.domain != domain:
            return False
        self.place = Whereabouts(url=url or link.url, domain=domain or link.domain, doi=doi or link.doi)
        return True

    def finished(self) -> SourceLine:
        """Return the source with all that its lines said."""
        read, place = self.read, self.place
        return replace(
            read,
            publisher=typographic(self.publisher) or read.publisher,
            url=read.url or place.url,
            domain=read.domain or place.domain,
            doi=read.doi or place.doi,
            raw=read.raw or place.url or place.doi or place.domain,
            is_incomplete=read.is_incomplete and not place.says_anything,
        )


def read_sources(lines: Iterable[Line], *, same_line: str = "") -> tuple[SourceLine, ...]:
    """Read the lines under the heading, and what stands beside it, as sources."""
    texts = [*(Line(0, part, gap=True) for part in _listed(same_line)), *lines]
    marked = any(MARKER.match(line.text) for line in texts)
    entries: list[Entry] = []
    previous = ""
    for index, line in enumerate(texts):
        following = texts[index + 1] if index + 1 < len(texts) else None
        marker = MARKER.match(line.text)
        text = line.text[marker.end() :] if marker else line.text
        current = entries[-1] if entries and not marker else None
        links = read_link(text)
        if links is not None:
            if current is None or not current.take_link(links[0]):
                entries.append(Entry(place=links[0]))
            entries += [Entry(place=link) for link in links[1:]]
        elif current is not None and _continues(current, previous, line, marked=marked):
            current.extend(text)
        elif current is not None and _is_publisher(current, text, line, following):
            current.publisher = text
        else:
            entries.append(Entry())
            entries[-1].extend(text)
        previous = text
    found = (entry.finished() for entry in entries)
    return tuple(source for source in found if says_anything(source))


def says_anything(source: SourceLine) -> bool:
    """Tell whether anything is known of a source."""
    return any((source.title, source.publisher, source.domain, source.url, source.doi, source.note))


def _listed(text: str) -> list[str]:
    """Split what stands beside the heading: "Reuters; BBC", "Reuters, AP"."""
    if not text:
        return []
    for separator in (";", ","):
        parts = [part.strip() for part in text.split(separator)]
        # "Fire Service, Annual Report 2019, p. 44" is one source.
        names = not any(sign.isdigit() for sign in text)
        short = names and all(part and len(part.split()) <= 3 and not part[0].islower() for part in parts)
        links = all(read_link(part) is not None for part in parts)
        if len(parts) > 1 and (separator == ";" or short or links):
            return [part for part in parts if part]
    return [text]


def _continues(current: Entry, previous: str, line: Line, *, marked: bool) -> bool:
    """Tell whether a line goes on with the title above it, which was broken in two."""
    if line.gap or current.has_link or len(current.text) > LONGEST_TITLE:
        return False
    if marked and (line.indented or len(previous) >= WRAPPED):
        return True
    return line.text[0].islower() and not previous.endswith((".", "!", "?"))


def _is_publisher(current: Entry, text: str, line: Line, following: Line | None) -> bool:
    """Tell whether a short line between a title and its link is the publisher."""
    if line.gap or not current.is_bare_title or following is None or following.gap:
        return False
    if MARKER.match(following.text) or read_link(following.text) is None:
        return False
    return len(text.split()) <= min(PUBLISHER_WORDS, len(re.findall(r"\S+", current.read.title)) - 1)
