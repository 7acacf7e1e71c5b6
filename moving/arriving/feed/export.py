"""A site as its feed gives it."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from manuscripts import Notice, Remark
from moving.arriving.addresses import with_addresses
from moving.arriving.cards import without_cards
from moving.arriving.site import Attachment, Author, CannotRead, Kind, Left, Post, State, Term
from publishing.slugs import make_slug
from references.fetching import fetch

from .as_xml import MAILED
from .entry import Entry, Writer, words_of
from .pages import Fetch, Pages, pages_at, pages_in

LONGEST_EXCERPT = 600
LONGEST_SUMMARY = 600
CUT_OFF = re.compile(
    r"(?:\[\s*(?:…|\.\.\.|&#8230;|&hellip;)\s*\]|…|\.\.\.|&#8230;|&hellip;"
    r"|(?:read more|continue reading|weiterlesen|lire la suite|leer más|seguir leyendo)[^<]{0,80}?)"
    r"\s*(?:»|→|›|&raquo;|&rarr;)?\s*(?:</[a-z]+>\s*)*$",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"<p>\s*(?:The post|Der Beitrag|La entrada|L’article|L'article)\s+<a\b[^<>]*>.{0,300}?</p>\s*$",
    re.IGNORECASE | re.DOTALL,
)
LINES = re.compile(r"<(?:p|br|div|h[1-6]|li)\b", re.IGNORECASE)
NO_TERMS = frozenset(["uncategorized", "uncategorised", "allgemein", "non classé", "sin categoría"])


def opened(place: str | Path, *, fetch: Fetch = fetch) -> "FeedSite":
    """Open a feed: of an address all its pages, or the page that is in a file."""
    is_address = str(place).lower().startswith(("http://", "https://"))
    pages = pages_at(str(place), fetch=fetch) if is_address else pages_in(Path(place))
    return FeedSite(pages, "" if is_address else Path(place).name)


class FeedSite:
    """A feed that has been opened."""

    def __init__(self, pages: Pages, file: str) -> None:
        self.pages = pages
        self.name = pages.head.address or pages.address or pages.head.title or file
        self.language = pages.head.language
        self.left: Counter[Left] = Counter()

    def authors(self) -> Iterator[Author]:
        """Yield everybody who is named as an author."""
        once: dict[str, Writer] = {}
        for entry in self.pages.entries():
            for writer in self._writers(entry):
                once.setdefault(writer.name, writer)
        for writer in once.values():
            path = urlsplit(writer.address).path
            addresses = (path,) if path.strip("/") else ()
            yield Author(id=writer.name, name=writer.name, email=writer.email, addresses=addresses)

    def terms(self) -> Iterator[Term]:
        """Yield the categories of the texts."""
        names = dict.fromkeys(name for entry in self.pages.entries() for name in _terms_of(entry))
        return (Term(id=name, name=name, slug=make_slug(name)) for name in names)

    def attachments(self) -> Iterator[Attachment]:
        """Yield the pictures that come with texts."""
        once = dict.fromkeys(entry.picture for entry in self.pages.entries() if entry.picture)
        return (Attachment(id=address, address=address) for address in once)

    def posts(self) -> Iterator[Post]:
        """Yield every text, each once."""
        seen: set[str] = set()
        for entry in self.pages.entries():
            post = self._post(entry)
            if post.id not in seen:
                seen.add(post.id)
                yield post
        if self.pages.stopped:
            fault = _("The feed goes on, and the rest could not be had. %(why)s") % {
                "why": self.pages.stopped
            }
            yield Post(id="", kind=Kind.ARTICLE, state=State.DRAFT, title="", html="", fault=fault)

    def open(self, file: str) -> BinaryIO:
        """Refuse: nothing but texts comes with a feed."""
        raise CannotRead(_("The feed has no pictures in it."))

    def _post(self, entry: Entry) -> Post:
        html, summary, is_whole = _text_of(entry)
        remarks: list[Remark] = []
        if signed := SIGNED.search(html):
            remarks.append(Remark(Notice.PART_LEFT_OUT, 0, words_of(signed[0])))
            html = html[: signed.start()]
        base = entry.base or self.pages.head.address or self.pages.address
        html = with_addresses(
            html, picture=lambda said: _joined(base, said), link=lambda said: _led(base, entry.address, said)
        )
        html, told = without_cards(html)
        remarks += told
        for file in entry.files:
            name = urlsplit(file).path.rsplit("/", 1)[-1] or file
            html += f'<p><a href="{escape(file)}">{escape(name)}</a></p>'
            remarks.append(Remark(Notice.PART_AS_LINK, 0, file))
        if not is_whole:
            remarks.append(Remark(Notice.BEGINNING_ONLY, 0, entry.address or entry.title))
        parts = urlsplit(entry.address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return Post(
            id=_id_of(entry),
            kind=Kind.ARTICLE,
            state=_state(entry, is_whole=is_whole),
            title=entry.title,
            html=html,
            summary=summary,
            slug=make_slug(re.sub(r"\.\w{2,5}$", "", parts.path.rstrip("/").rsplit("/", 1)[-1])),
            language=entry.language or self.language,
            published=entry.published,
            changed=entry.changed,
            addresses=(path,) if path.strip("/") else (),
            authors=tuple(dict.fromkeys(writer.name for writer in self._writers(entry))),
            terms=tuple(_terms_of(entry)),
            lead=entry.picture if entry.picture and entry.picture not in html else "",
            remarks=tuple(remarks),
        )

    def _writers(self, entry: Entry) -> tuple[Writer, ...]:
        """Return who wrote a text; whom the feed names for all of it wrote what names nobody."""
        # Whoever signs with an address alone gave no name to print.
        writers = entry.writers or self.pages.head.writers
        return tuple(one for one in writers if one.name and not MAILED.fullmatch(one.name))


def _text_of(entry: Entry) -> tuple[str, str, bool]:
    """Return a text, its summary, and whether it is all of it."""
    said = words_of(entry.description)
    if entry.content:
        is_whole = not CUT_OFF.search(entry.content.strip()) or len(entry.content) > 10 * LONGEST_EXCERPT
        # Programs that write a summary by themselves take the first words of the text.
        start = re.sub(r"\s*(?:\[…\]|\[\.\.\.\]|…|\.\.\.)\s*.*$", "", said)
        is_beginning = words_of(entry.content).startswith(start[:200]) if start else True
        is_summary = said and not is_beginning and len(said) <= LONGEST_SUMMARY
        return entry.content, said if is_summary else "", is_whole
    text = entry.description
    is_whole = (
        not entry.is_summary
        and not CUT_OFF.search(text.strip())
        and (len(said) > LONGEST_EXCERPT or bool(LINES.search(text)))
    )
    return text, "", is_whole


def _state(entry: Entry, *, is_whole: bool) -> State:
    """Return who can read a text: of what is only a beginning nobody is given half an article."""
    if not is_whole:
        return State.DRAFT
    is_to_come = entry.published is not None and entry.published > timezone.now()
    return State.SCHEDULED if is_to_come else State.PUBLIC


def _terms_of(entry: Entry) -> list[str]:
    return [name for name in dict.fromkeys(entry.categories) if name.casefold() not in NO_TERMS]


def _id_of(entry: Entry) -> str:
    """Return what tells a text from another over two fetches of its feed."""
    if entry.id or entry.address:
        return entry.id or entry.address
    said = f"{entry.title}\n{entry.published}\n{'' if entry.title else entry.content}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _joined(base: str, said: str) -> str:
    try:
        return urljoin(base, said)
    except ValueError:
        return said


def _led(base: str, own: str, said: str) -> str:
    """Return where a link leads; one to a place in the same text, as a note, stays as it is."""
    if said.startswith("#"):
        return said
    whole = _joined(base, said)
    place, sign, behind = whole.partition("#")
    return f"#{behind}" if sign and behind and place.rstrip("/") == own.rstrip("/") else whole
