"""Fill rendered text from what is current: whose page is live, which sources may be shown, which pictures."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from publishing.richtext import embeds, tokens
from publishing.richtext.trust import trusted

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_NO_LINES: Mapping[str, str] = MappingProxyType({})


class Picture(Protocol):
    """A picture as the text needs it."""

    @property
    def credit(self) -> str: ...

    def picture(self, *, alt: str, size: str) -> SafeString: ...


class Keys(NamedTuple):
    """What a text names, each once, in order of first appearance."""

    people: tuple[str, ...]
    references: tuple[str, ...]
    images: tuple[str, ...]


class NotePlace(NamedTuple):
    """Where in the text a note stands: link back to `#anchor_id`, shown as `letter`."""

    anchor_id: str
    letter: str
    locator: str


class Note(NamedTuple):
    """One entry of the note list; its own element's id is `note-<number>`."""

    number: int
    key: str
    places: tuple[NotePlace, ...]


class Resolved(NamedTuple):
    body: SafeString
    notes: tuple[Note, ...]


def keys(neutral: str) -> Keys:
    """Return the keys of the rows that `resolve` needs."""
    people: dict[str, None] = {}
    references: dict[str, None] = {}
    images: dict[str, None] = {}
    _, found = tokens.split(neutral)
    for name, fields, _behind in found:
        if name == tokens.PERSON:
            people[fields[0]] = None
        elif name == tokens.NOTE:
            references[fields[0]] = None
        elif name == tokens.IMAGE:
            images[fields[0]] = None
        elif name == tokens.SAID:
            people |= dict.fromkeys(filter(None, fields[:1]))
            references |= dict.fromkeys(filter(None, fields[2:]))
    return Keys(tuple(people), tuple(references), tuple(images))


def resolve(
    neutral: str,
    *,
    people: Mapping[str, str],
    references: Collection[str],
    images: Mapping[str, Picture],
    lines: Mapping[str, str] = _NO_LINES,
    pull_quotes: bool = True,
) -> Resolved:
    """Return the finished body and its notes, numbered as they first appear.

    `people` maps a key to the address of a live page; who is not in it stays plain text. A source that is
    not in `references` leaves no mark, number or gap. A figure whose picture is not in `images` is left out.
    `lines` maps a source's key to what its notes show beside the text when they are pointed at.
    Without `pull_quotes` the text stands alone, for programs that show no stylesheet of ours.
    """
    return _Resolving(people, frozenset(references), images, lines, pull_quotes).run(neutral)


class _Resolving:
    """One filling of one text, from its beginning to its end."""

    def __init__(
        self,
        people: Mapping[str, str],
        references: frozenset[str],
        images: Mapping[str, Picture],
        lines: Mapping[str, str],
        pull_quotes: bool,
    ) -> None:
        self.people = people
        self.references = references
        self.images = images
        self.lines = lines
        self.pull_quotes = pull_quotes
        self.out: list[str] = []
        self.places: dict[str, list[NotePlace]] = {}
        self.numbers: dict[str, int] = {}
        self.person_linked = False
        self.figure: tuple[Picture, str, str] | None = None
        self.caption_from = 0
        self.skipping = False

    def run(self, neutral: str) -> Resolved:
        first, found = tokens.split(neutral)
        self.out.append(first)
        fill: dict[str, Callable[..., None]] = {
            tokens.PERSON: self._person,
            tokens.PERSON_END: self._person_end,
            tokens.NOTE: self._note,
            tokens.SAID: self._said,
            tokens.IMAGE: self._image,
            tokens.IMAGE_END: self._image_end,
            tokens.EMBED: self._embed,
            tokens.PULL: self._pull,
        }
        for name, fields, behind in found:
            if not self.skipping or name == tokens.IMAGE_END:
                fill[name](*fields)
            if not self.skipping:
                self.out.append(behind)
        notes = (Note(self.numbers[key], key, tuple(places)) for key, places in self.places.items())
        body = "".join(self.out).replace("<table>", _table_box()).replace("</table>", "</table></div>")
        # The only place where text becomes safe: every part was escaped when it was rendered, or just here.
        return Resolved(trusted(body), tuple(notes))

    def _person(self, key: str) -> None:
        self.person_linked = key in self.people
        if self.person_linked:
            self.out.append(format_html('<a class="mention" href="{}">', self.people[key]))

    def _person_end(self) -> None:
        if self.person_linked:
            self.out.append("</a>")

    def _note(self, key: str, locator: str) -> None:
        if key in self.references:
            self.out.append(self._mark(key, locator))

    def _mark(self, key: str, locator: str = "") -> str:
        """Number a note and return its mark."""
        places = self.places.setdefault(key, [])
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        place = NotePlace(f"note-{number}-{letter(len(places))}", letter(len(places)), locator)
        places.append(place)
        # As an attribute: it is no part of the text for whoever copies it or has it read aloud.
        line = " ".join(filter(None, (self.lines.get(key), locator)))
        return format_html(
            '<sup class="note-mark"><a href="#note-{number}" id="{id}" role="doc-noteref" '
            'aria-label="{label}"{shown}>{number}</a></sup>',
            number=number,
            id=place.anchor_id,
            label=_("Note %(number)s") % {"number": number},
            shown=format_html(' data-line="{}"', line) if key in self.lines else "",
        )

    def _said(self, person: str, speaker: str, reference: str) -> None:
        """Write whose words a block quotation holds, and its note."""
        name = format_html("{}", speaker)
        if person in self.people and speaker:
            name = format_html('<a class="mention" href="{}">{}</a>', self.people[person], speaker)
        note = self._mark(reference) if reference in self.references else ""
        if name:
            name = format_html("— {}", name)
        if name or note:
            self.out.append(format_html("<figcaption>{}{}</figcaption>", name, note))

    def _image(self, key: str, size: str, alt: str) -> None:
        picture = self.images.get(key)
        self.skipping = picture is None
        if picture is not None:
            self.figure = (picture, size, alt)
            self.caption_from = len(self.out)

    def _image_end(self) -> None:
        self.skipping = False
        if self.figure is None:
            return
        (picture, size, alt), self.figure = self.figure, None
        caption = "".join(self.out[self.caption_from :])
        del self.out[self.caption_from :]
        self.out += [
            format_html('<figure class="picture picture-{}">{}', size, picture.picture(alt=alt, size=size)),
            *self._caption(caption, picture.credit),
            "</figure>",
        ]

    def _caption(self, caption: str, credit: str) -> list[str]:
        """Return the caption and the credit, if there is either."""
        shown = format_html('<span class="credit">{}</span>', credit) if credit else ""
        if not (caption or shown):
            return []
        return ["<figcaption>", caption, " " if caption and shown else "", shown, "</figcaption>"]

    def _pull(self, words: str) -> None:
        """Write words that the text repeats as an attribute, which the stylesheet draws.

        As text they would be read twice by whoever has no stylesheet, copies, searches or has it read aloud.
        """
        if self.pull_quotes:
            self.out.append(
                format_html('<aside class="pull-quote" aria-hidden="true" data-words="{}"></aside>', words)
            )

    def _embed(self, url: str) -> None:
        label = _("Open on %(provider)s") % {"provider": embeds.provider(url)}
        self.out.append(
            format_html(
                '<figure class="embed"><a href="{}" rel="noopener noreferrer">{}</a></figure>', url, label
            )
        )


def _table_box() -> str:
    """Return the start of a table in a box that scrolls where the table is wider than the page.

    The keyboard reaches it, or who uses no mouse would never see the last columns.
    """
    return format_html('<div class="table" role="group" aria-label="{}" tabindex="0"><table>', _("Table"))


def letter(index: int) -> str:
    """Return a, b … z, aa, ab … for 0, 1 …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, len(_ALPHABET))
        letters = _ALPHABET[rest] + letters
    return letters
