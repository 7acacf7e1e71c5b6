"""A site that is a folder of files: texts for a site generator, documents, saved pages."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from html import unescape
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

import manuscripts
from articles.importing.sentences import fault_in_words
from manuscripts import Fault, Manuscript, ManuscriptError, Notice, Remark
from manuscripts.formats.front_matter import split_front_matter
from manuscripts.formats.kinds import SUFFIXES as KINDS
from manuscripts.layout import bare
from moving.arriving.cards import without_cards
from moving.arriving.packed import Store, store_of
from moving.arriving.site import Attachment, Author, CannotRead, Kind, Left, Post, State, Term
from publishing.slugs import make_slug

from .kept import Kept
from .links import SUFFIXES, Links
from .places import Maker, Plan, plan_of
from .shortcodes import Codes
from .told import Told, moment_of, named_after, told_by

LARGEST = 60_000_000
LARGEST_TEXT = 1_000_000
MARKDOWN = (".md", ".markdown", ".mdown", ".mdx")
PAGES = (".html", ".htm", ".xhtml")
LANGUAGE = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2}(?:-[a-zA-Z]{2,4})?)")
TERM = re.compile(r"(?:^|/)(?P<kind>tags|categories)/(?P<slug>[^/]+)/_?index\.\w+$")
FIRST_HEADING = re.compile(r"\s*<h1\b[^>]*>(?P<words>.*?)</h1>", re.DOTALL | re.IGNORECASE)
TEMPLATE = re.compile(
    r"\{%-?\s*(?:for|if|assign|extends|block|paginate)\b|\{\{-?\s*(?:range|define|partial)\b"
)
# Pages of a saved site that only list others.
LISTS = re.compile(
    r"(?:^|/)(?:tags?|categor(?:y|ies)|authors?|page|archives?|feed|search|topics?)/", re.IGNORECASE
)
COLLECTIONS = frozenset(["all", "post", "posts", "page", "pages", "blog", "nav"])
COVER = re.compile(r"(?:featured?|cover|hero|thumbnail)[^/]*$", re.IGNORECASE)


def opened(folder: Path, *, address: str = "", zone: tzinfo = UTC) -> "FolderSite":
    """Open a folder of files; `address` is where the site stood, if nothing in it says so."""
    if not folder.exists():
        raise CannotRead(_("There is no folder %(name)s.") % {"name": folder})
    site = FolderSite(store_of(folder), folder.name, address.strip().rstrip("/"), zone)
    site.survey()
    if not site.seen:
        raise CannotRead(_("There is no text in this folder that can be brought in."))
    return site


@dataclass(frozen=True)
class Seen:
    """What is known of a text before it is read; `is_document` where a limited process reads it."""

    told: Told
    addresses: tuple[str, ...]
    is_document: bool
    is_post: bool
    fault: str = ""


class FolderSite:
    """A folder that has been opened."""

    def __init__(self, store: Store, name: str, address: str, zone: tzinfo) -> None:
        self.store, self.zone = store, zone
        self.files = list(store.names())
        self.plan: Plan = plan_of(store, self.files)
        self.address = address or self.plan.address
        self.name = self.address or self.plan.title or name
        self.language = self.plan.language
        self.links = Links(self.address or settings.SITE_URL.rstrip("/"))
        self.seen: dict[str, Seen] = {}
        self.kept = Kept()
        self.left: Counter[Left] = Counter()
        self._authors: dict[str, Author] = {}
        self._terms: dict[str, tuple[str, str]] = {}
        self._described: dict[str, tuple[str, str]] = {}
        self._leads: dict[str, Told] = {}
        self._covers: dict[str, str] = {}
        self._hidden: set[str] = set()

    def survey(self) -> None:
        """Learn what the texts say of themselves, who wrote them, and where each stood."""
        for name in self.files:
            if name.lower().endswith(SUFFIXES):
                self.links.add_picture(name)
        for name in sorted(self.links.pictures, reverse=True):
            if COVER.search(name):
                self._covers[str(PurePosixPath(name).parent)] = self.links.pictures[name]
        if self.plan.maker is Maker.NONE:
            # Saved pages lead to each other: all of them are known before the first is read.
            for name in self.files:
                if name.lower().endswith(PAGES):
                    self.links.add_text(name, self._addresses(name, Told())[0])
        for name in self.files:
            if (seen := self._seen(name)) is None:
                continue
            self.seen[name] = seen
            self.links.add_text(name, seen.addresses[0] if seen.addresses else "/")
            told = seen.told
            for author in told.authors:
                self._authors.setdefault(author, Author(id=author, name=author))
            for id, kind, term in _terms_of(told):
                self._terms.setdefault(id, (kind, term))
            if picture := self._lead(name, told):
                self._leads.setdefault(picture, told)

    def authors(self) -> Iterator[Author]:
        """Yield everybody a text names as its author."""
        yield from self._authors.values()

    def terms(self) -> Iterator[Term]:
        """Yield categories and tags."""
        for id, (kind, name) in self._terms.items():
            yield self._term(id, kind, name)

    def attachments(self) -> Iterator[Attachment]:
        """Yield the pictures in the folder."""
        for name, placed in sorted(self.links.pictures.items()):
            told = self._leads.get(placed, Told())
            yield Attachment(id=placed, address=placed, file=name, alt=told.alt, caption=told.caption)

    def posts(self) -> Iterator[Post]:
        """Yield every text."""
        for name, seen in self.seen.items():
            yield self._document(name, seen) if seen.is_document else self._text(name, seen)

    def open(self, file: str) -> BinaryIO:
        """Open the file of a picture."""
        return self.store.open(file)

    # Before a text is read.

    def _seen(self, name: str) -> Seen | None:
        """Return what a file says of itself, None if it is no text of the site."""
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in (*MARKDOWN, *KINDS) or suffix == ".zip" or self.plan.root_of(name) is None:
            return None
        try:
            data = self._bytes(name)
            text = manuscripts.read(data) if suffix in (*MARKDOWN, *PAGES) else ""
        except ManuscriptError as error:
            return Seen(Told(), (), False, True, fault=fault_in_words(name, error))
        front, body = split_front_matter(text)
        is_marked = bool(front.values)
        if suffix in PAGES and not is_marked and self.plan.maker is not Maker.NONE:
            return None
        if suffix in PAGES and (TEMPLATE.search(body) or (LISTS.search(name) and not is_marked)):
            return None
        if suffix not in MARKDOWN and not is_marked:
            return self._seen_document(name, data, suffix)
        told = told_by(front, zone=self.zone, splits_words=self.plan.maker is Maker.JEKYLL)
        told = self._dated(name, told)
        if told.hides_below:
            self._hidden.add(str(PurePosixPath(name).parent))
        if self.plan.maker is Maker.ELEVENTY:
            # There a tag also says to which list of pages a text belongs.
            told = replace(told, tags=tuple(tag for tag in told.tags if tag.lower() not in COLLECTIONS))
        if found := TERM.search(name):
            self._described[f"{found['kind']}/{found['slug']}"] = (told.title, told.summary or body.strip())
            return None
        if PurePosixPath(name).stem == "_index" and not body.strip():
            return None
        addresses = self._addresses(name, told)
        return Seen(told, addresses, False, self.plan.is_post(name, told))

    def _seen_document(self, name: str, data: bytes, suffix: str) -> Seen | None:
        if suffix in PAGES:
            data = self.links.within(manuscripts.read(data), name).encode("utf-8")
        found = self.kept.read(data, name)
        if isinstance(found, str):
            return Seen(Told(), (), True, True, fault=found)
        told = Told(
            title=found.headline,
            published=moment_of(found.published, zone=self.zone) if found.published else None,
            authors=found.byline,
            tags=found.tags,
            canonical=found.address if found.address.startswith("http") else "",
            language=found.language,
        )
        addresses = self._addresses(name, told) if suffix in PAGES else ()
        # Medium calls the files of drafts so.
        stem = PurePosixPath(name).stem
        return Seen(
            told,
            addresses,
            True,
            suffix not in PAGES or told.published is not None or stem.startswith("draft_"),
        )

    def _dated(self, name: str, told: Told) -> Told:
        """Fill in what the name of a file says: its day, its language, that it is a draft."""
        path = PurePosixPath(name)
        day, _rest = named_after(path.parent.name if path.stem == "index" else path.stem)
        marked = LANGUAGE.fullmatch(path.stem)
        return replace(
            told,
            published=told.published or (moment_of(day, zone=self.zone) if day else None),
            is_draft=told.is_draft or "_drafts" in path.parts,
            language=told.language or (marked["language"] if marked else ""),
        )

    def _addresses(self, name: str, told: Told) -> tuple[str, ...]:
        """Return where a text stood: its own address first, then what led on to it."""
        path = PurePosixPath(name)
        marked = LANGUAGE.fullmatch(path.stem)
        before = urlsplit(self.address).path.rstrip("/")
        if marked:
            name = str(path.with_name(f"{marked['stem']}{path.suffix}"))
            if marked["language"].lower() != self.language.lower()[: len(marked["language"])]:
                before += f"/{marked['language']}"
        own = [f"{before}{place}" for place in self.plan.addresses(name, told)]
        aliases = [urlsplit(place).path for place in told.aliases]
        others = [place if place.startswith("/") else f"/{place}" for place in aliases if place.strip("/")]
        if told.canonical and self._is_own(told.canonical):
            others.append(urlsplit(told.canonical).path)
        return tuple(dict.fromkeys([*own, *others]))

    def _is_own(self, address: str) -> bool:
        host = urlsplit(self.address).hostname
        return host is None or urlsplit(address).hostname == host

    # Texts.

    def _text(self, name: str, seen: Seen) -> Post:
        if seen.fault:
            return self._failed(name, seen.fault)
        try:
            text = manuscripts.read(self._bytes(name))
        except ManuscriptError as error:
            return self._failed(name, fault_in_words(name, error))
        _front, body = split_front_matter(text)
        codes = Codes(lambda place: self.links.place(place, name))
        suffix = PurePosixPath(name).suffix.lower()
        body = codes.read(body, is_mdx=suffix == ".mdx")
        html = body if suffix in PAGES else manuscripts.html_of(manuscripts.as_common(body))
        title, html = _without_title(seen.told.title, html)
        unread = (Remark(Notice.FRONT_MATTER_LINE, line, words) for line, words in seen.told.unread)
        html, told = without_cards(self.links.within(html, name))
        return self._post(name, seen, title=title, html=html, remarks=(*unread, *codes.remarks, *told))

    def _document(self, name: str, seen: Seen) -> Post:
        found = self.kept.known(name) if not seen.fault else seen.fault
        if isinstance(found, str):
            return self._failed(name, found)
        return self._post(name, seen, title=found.headline, manuscript=found)

    def _post(
        self,
        name: str,
        seen: Seen,
        *,
        title: str,
        html: str = "",
        manuscript: Manuscript | None = None,
        remarks: tuple[Remark, ...] = (),
    ) -> Post:
        told, (_day, stem) = seen.told, named_after(_stem_of(name))
        state = self._state(name, seen)
        if told.is_closed:
            remarks = (*remarks, Remark(Notice.FOR_MEMBERS, 0, name))
        if told.canonical and not self._is_own(told.canonical):
            remarks = (*remarks, Remark(Notice.FIRST_ELSEWHERE, 0, told.canonical))
        return Post(
            id=name,
            kind=Kind.ARTICLE if seen.is_post else Kind.PAGE,
            state=state,
            title=title or ("" if manuscript else stem.replace("-", " ").replace("_", " ").strip()),
            html=html,
            summary=told.summary,
            slug=make_slug(told.slug or (stem if not seen.is_document or seen.addresses else "")),
            language=told.language or ("" if seen.is_document else self.language),
            published=told.published,
            changed=told.changed,
            addresses=seen.addresses,
            authors=told.authors,
            terms=tuple(id for id, _kind, _term in _terms_of(told)),
            lead=self._lead(name, told),
            remarks=remarks,
            manuscript=manuscript,
        )

    def _state(self, name: str, seen: Seen) -> State:
        """Return who could read a text: what says neither a day nor anything else is nobody's yet."""
        told, now = seen.told, timezone.now()
        if told.is_draft:
            return State.DRAFT
        if self._hidden.intersection(map(str, PurePosixPath(name).parents)):
            return State.PRIVATE
        if told.is_closed or (told.expires is not None and told.expires <= now):
            return State.PRIVATE
        if self.plan.maker is Maker.NONE and PurePosixPath(name).suffix.lower() not in PAGES:
            # No site was ever made of these: a day in a name or a note was never a day of publication.
            return State.DRAFT
        if told.published is not None:
            return State.SCHEDULED if told.published > now else State.PUBLIC
        is_made = self.plan.maker is not Maker.NONE and not seen.is_document
        return State.PUBLIC if is_made else State.DRAFT

    def _lead(self, name: str, told: Told) -> str:
        """Return the picture above a text: the one it names, else one beside it that is called so."""
        if told.picture:
            return self.links.picture(told.picture, name)
        path = PurePosixPath(name)
        if path.stem != "index" or self.plan.maker is not Maker.HUGO:
            return ""
        return self._covers.get(str(path.parent), "")

    def _term(self, id: str, kind: str, name: str) -> Term:
        slug = make_slug(name)
        title, description = self._described.get(f"{kind}/{slug}", ("", ""))
        placed = self.plan.maker is not Maker.NONE and slug
        return Term(
            id=id,
            name=title or name,
            slug=slug,
            description=description,
            addresses=(f"/{kind}/{slug}/",) if placed else (),
        )

    def _failed(self, name: str, fault: str) -> Post:
        return Post(id=name, kind=Kind.ARTICLE, state=State.DRAFT, title=name, html="", fault=fault)

    def _bytes(self, name: str) -> bytes:
        most = LARGEST_TEXT if name.lower().endswith(MARKDOWN) else LARGEST
        if self.store.size(name) > most:
            fault = Fault.TOO_LARGE if most == LARGEST_TEXT else Fault.TOO_BIG
            raise ManuscriptError(fault, line=0, most=most // 1_000_000)
        try:
            with self.store.open(name) as file:
                return file.read(most + 1)
        except (OSError, CannotRead) as error:
            raise ManuscriptError(Fault.DAMAGED, line=0) from error


def _terms_of(told: Told) -> list[tuple[str, str, str]]:
    """Return id, kind and name of categories and tags, each name once, categories first."""
    named = [("categories", name) for name in told.categories] + [("tags", name) for name in told.tags]
    once = {make_slug(name) or name: (kind, name) for kind, name in reversed(named)}
    kept = [(kind, name) for kind, name in named if once[make_slug(name) or name] == (kind, name)]
    return [(f"{kind}/{make_slug(name) or name}", kind, name) for kind, name in kept]


def _without_title(title: str, html: str) -> tuple[str, str]:
    """Return a text's title, and the text without a first heading that says the same or stands for it."""
    first = FIRST_HEADING.match(html)
    if first is None:
        return title, html
    words = " ".join(unescape(re.sub(r"<[^<>]*>", "", first["words"])).split())
    if title and bare(words) != bare(title):
        return title, html
    return title or words, html[first.end() :]


def _stem_of(name: str) -> str:
    path = PurePosixPath(name)
    stem = path.parent.name if path.stem in ("index", "_index") and path.parent.name else path.stem
    marked = LANGUAGE.fullmatch(stem)
    return marked["stem"] if marked else stem
