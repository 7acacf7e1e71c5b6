"""An export of WordPress (WXR), one file or several: read item by item, as often as it is asked."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _
from lxml import etree

from manuscripts import Notice, Remark
from moving.arriving.site import Attachment, Author, CannotRead, Kind, Left, Post, State, Term

from .cleaning import clean_pieces
from .fields import Chosen, Item, item_of, names_of, text_of
from .members import gate_of
from .shortcodes import Attributes, figures
from .text import html_of, plain

KINDS = {"post": Kind.ARTICLE, "page": Kind.PAGE}
STATES = {
    "publish": State.PUBLIC,
    "future": State.SCHEDULED,
    "private": State.PRIVATE,
}
# Neither a draft nor anything that anybody kept.
LEFT = {"trash": Left.TRASH, "auto-draft": Left.EMPTY, "inherit": Left.EMPTY}
TAXONOMIES = {"category": "category", "post_tag": "tag", "tag": "tag"}
NO_CATEGORY = frozenset(["uncategorized", "uncategorised"])
# Told behind the last element of a file that ends, or cannot be read on, before its end.
BROKEN_OFF = ""
LARGEST_ITEM = 100_000_000
HEAD = frozenset(["author", "category", "tag", "term", "base_blog_url", "link", "title", "language"])


def opened(*places: str | Path, zone: tzinfo = UTC) -> "Export":
    """Open the files of an export; what is none is refused in a sentence."""
    export = Export([Path(place) for place in places], zone=zone)
    export.survey()
    return export


@dataclass
class _Category:
    slug: str
    name: str
    number: str = ""
    parent: str = ""
    description: str = ""


@dataclass
class Export:
    """What the files say of the site as a whole is read first; posts are read as they are asked for."""

    paths: Sequence[Path]
    zone: tzinfo = UTC
    name: str = ""
    language: str = ""
    left: Counter[Left] = field(default_factory=Counter)
    _authors: dict[str, Author] = field(default_factory=dict)
    _logins: dict[str, str] = field(default_factory=dict)
    _terms: dict[str, _Category] = field(default_factory=dict)
    _attachments: dict[str, Attachment] = field(default_factory=dict)
    _children: dict[str, list[str]] = field(default_factory=dict)

    def survey(self) -> None:
        """Read what belongs to no single post: authors, terms, pictures."""
        for path in self.paths:
            for name, element in _elements(path):
                if name == BROKEN_OFF:
                    self.left[Left.BROKEN_OFF] += 1
                elif name == "item":
                    self._look_at(item_of(element))
                else:
                    self._head(name, element)
        if not self.name:
            raise CannotRead(_("This is no export of WordPress. Export it there under Tools, Export."))

    # What every reader of an export answers.

    def authors(self) -> Iterator[Author]:
        """Yield who wrote."""
        yield from self._authors.values()

    def terms(self) -> Iterator[Term]:
        """Yield tags and categories; a category's address tells of those above it."""
        for id, term in self._terms.items():
            if term.slug not in NO_CATEGORY:
                yield Term(
                    id=id,
                    name=term.name,
                    slug=unquote(term.slug),
                    description=plain(term.description),
                    addresses=tuple(self._addresses_of(id, term)),
                )

    def attachments(self) -> Iterator[Attachment]:
        """Yield the pictures of the library there."""
        yield from self._attachments.values()

    def posts(self) -> Iterator[Post]:
        """Yield posts and pages."""
        for path in self.paths:
            for name, element in _elements(path):
                if name == "item" and (post := self._post(item_of(element))):
                    yield post

    def open(self, file: str) -> BinaryIO:
        """Refuse: an export of WordPress has no files in it."""
        raise CannotRead(_("The export has no pictures in it."))

    # The head.

    def _head(self, name: str, element: Any) -> None:
        said = {names_of(child)[0]: text_of(child) for child in element}
        if name in ("base_blog_url", "link") and (not self.name or name == "base_blog_url"):
            self.name = text_of(element).rstrip("/")
        elif name == "language":
            self.language = text_of(element)
        elif name == "author":
            self._author(said)
        elif name == "category":
            self._term(
                "category", said, "category_nicename", "cat_name", "category_parent", "category_description"
            )
        elif name == "tag":
            self._term("post_tag", said, "tag_slug", "tag_name", "", "tag_description")
        elif name == "term":
            self._term(
                said.get("term_taxonomy", ""),
                said,
                "term_slug",
                "term_name",
                "term_parent",
                "term_description",
            )

    def _author(self, said: dict[str, str]) -> None:
        login = said.get("author_login", "")
        full = " ".join(filter(None, (said.get("author_first_name"), said.get("author_last_name"))))
        number = said.get("author_id", "")
        where = [f"/author/{_slug_of(login)}/", *([f"/?author={number}"] if number.isdecimal() else [])]
        if login:
            self._logins.setdefault(_slug_of(login), login)
            self._authors[login] = Author(
                id=login,
                name=plain(said.get("author_display_name") or full) or login,
                email=said.get("author_email", ""),
                addresses=tuple(self._base + address for address in where),
            )

    def _term(
        self, taxonomy: str, said: dict[str, str], slug: str, name: str, parent: str, about: str
    ) -> None:
        kind = TAXONOMIES.get(taxonomy)
        if kind and said.get(slug):
            self._terms[f"{kind}:{said[slug]}"] = _Category(
                said[slug],
                plain(said.get(name) or "") or unquote(said[slug]),
                said.get("term_id", ""),
                said.get(parent, ""),
                said.get(about, ""),
            )

    @property
    def _base(self) -> str:
        """Return the path of the whole site, where it does not stand at the top of its host."""
        return urlsplit(self.name).path.rstrip("/")

    def _addresses_of(self, id: str, term: _Category) -> Iterator[str]:
        kind, _colon, _slug = id.partition(":")
        above = [self._terms[f"{kind}:{slug}"].slug for slug in self._above(id)][::-1]
        yield f"{self._base}/{kind}/{'/'.join([*above, term.slug])}/"
        if above:
            yield f"{self._base}/{kind}/{term.slug}/"
        if kind == "category" and term.number.isdecimal():
            yield f"{self._base}/?cat={term.number}"
        if kind == "tag":
            yield f"{self._base}/?tag={term.slug}"

    def _above(self, id: str) -> list[str]:
        """Return the slugs of the categories a category is in, the nearest first."""
        kind, _colon, slug = id.partition(":")
        found: list[str] = []
        while (term := self._terms.get(f"{kind}:{slug}")) and term.parent and term.parent not in found:
            slug = term.parent
            if f"{kind}:{slug}" not in self._terms:
                break
            found.append(slug)
        return found

    # Items.

    def _look_at(self, item: Item) -> None:
        kind = item.of("post_type")
        for chosen in item.chosen:
            self._undeclared(chosen)
        if kind == "attachment":
            attachment = _attachment(item)
            self._attachments[attachment.id] = attachment
            self._children.setdefault(item.of("post_parent"), []).append(attachment.id)
        elif kind not in KINDS:
            self.left[Left.OTHER_KINDS] += kind not in ("nav_menu_item", "revision", "")
        elif why := LEFT.get(item.of("status")):
            self.left[why] += 1
        else:
            self.left[Left.COMMENTS] += item.comments
            if (login := item.of("creator")) and login not in self._authors:
                self._logins.setdefault(_slug_of(login), login)
                self._authors[login] = Author(id=login, name=login)

    def _undeclared(self, chosen: Chosen) -> None:
        """Take up what an item names and the head, as in a part of an export, does not."""
        kind = TAXONOMIES.get(chosen.domain)
        if kind and chosen.slug:
            named = _Category(chosen.slug, plain(chosen.name) or unquote(chosen.slug))
            self._terms.setdefault(f"{kind}:{chosen.slug}", named)
        elif chosen.domain == "author" and chosen.slug:
            id = self._co_author(chosen)
            self._logins.setdefault(_slug_of(id), id)
            self._authors.setdefault(id, Author(id=id, name=plain(chosen.name) or id))

    def _co_author(self, chosen: Chosen) -> str:
        """Return the id of an author that a plugin lists by a slug of its own."""
        slug = chosen.slug.removeprefix("cap-")
        return self._logins.get(slug, slug)

    def _post(self, item: Item) -> Post | None:
        kind, status = KINDS.get(item.of("post_type")), item.of("status")
        if kind is None or status in LEFT:
            return None
        state = STATES.get(status, State.DRAFT)
        remarks: list[Remark] = []
        if why := _only_for(item, status):
            state = State.PRIVATE if state is not State.DRAFT else state
            remarks.append(Remark(Notice.FOR_MEMBERS, 0, why))
        id = item.of("post_id") or item.of("guid") or item.of("link")
        html, said = html_of(
            item.of("content"), fields=item.fields, gallery=partial(self._gallery, item.of("post_id"))
        )
        return Post(
            id=id,
            kind=kind,
            state=state,
            title=plain(item.of("title")),
            html=html,
            summary=plain(item.of("excerpt")),
            slug=unquote(item.of("post_name")),
            published=item.published(zone=self.zone),
            changed=item.moment("post_modified", zone=self.zone),
            addresses=tuple(dict.fromkeys(self._post_addresses(item, kind))),
            authors=self._authors_of(item),
            terms=tuple(self._terms_of(item)),
            lead=self._lead(item, remarks),
            remarks=(*remarks, *said),
        )

    def _post_addresses(self, item: Item, kind: Kind) -> Iterator[str]:
        link, host = item.of("link"), urlsplit(self.name).hostname
        number = item.of("post_id")
        if link:
            path = _path_of(link)
            yield path
            if "?" not in path:
                above = path.rstrip("/").rpartition("/")[0]
                yield from (f"{above}/{slug}/" for slug in item.old_slugs)
                pages = item.of("content").count("<!--nextpage-->")
                yield from (f"{path.rstrip('/')}/{page}/" for page in range(2, min(pages, 98) + 2))
        if number.isdecimal():
            yield f"{self._base}/?p={number}"
            if kind is Kind.PAGE:
                yield f"{self._base}/?page_id={number}"
        guid = item.of("guid")
        if guid.startswith("http") and urlsplit(guid).hostname == host and _path_of(guid) not in ("", "/"):
            yield _path_of(guid)

    def _authors_of(self, item: Item) -> tuple[str, ...]:
        listed = [
            self._co_author(chosen) for chosen in item.chosen if chosen.domain == "author" and chosen.slug
        ]
        creator = item.of("creator")
        return tuple(dict.fromkeys(listed)) or ((creator,) if creator else ())

    def _terms_of(self, item: Item) -> Iterator[str]:
        """Yield categories, the main one first, those above them, then tags."""
        ids = [
            f"{TAXONOMIES[chosen.domain]}:{chosen.slug}"
            for chosen in item.chosen
            if chosen.domain in TAXONOMIES and chosen.slug and chosen.slug not in NO_CATEGORY
        ]
        main = item.fields.get("_yoast_wpseo_primary_category") or item.fields.get(
            "rank_math_primary_category"
        )
        numbers = {id: self._terms[id].number for id in ids if id in self._terms}
        categories = [id for id in ids if id.startswith("category:")]
        categories.sort(key=lambda id: not main or numbers.get(id) != main)
        above = [f"category:{slug}" for id in categories for slug in self._above(id)]
        tags = [id for id in ids if not id.startswith("category:")]
        yield from dict.fromkeys([*categories, *above, *tags])

    def _lead(self, item: Item, remarks: list[Remark]) -> str:
        lead = item.fields.get("_thumbnail_id", "")
        if lead.isdecimal() and lead != "0" and lead not in self._attachments:
            remarks.append(
                Remark(Notice.PART_LEFT_OUT, 0, _("featured picture %(number)s") % {"number": lead})
            )
            return ""
        return lead if lead in self._attachments else ""

    def _gallery(self, post: str, attributes: Attributes) -> str:
        said = attributes.get("ids") or attributes.get("include") or ""
        ids = re.findall(r"\d+", said) if said else self._children.get(attributes.get("id") or post, [])
        left_out = set(re.findall(r"\d+", attributes.get("exclude", "")))
        found = [self._attachments[id] for id in ids if id in self._attachments and id not in left_out]
        return figures([(one.address, one.alt, one.caption) for one in found])


def _elements(path: Path) -> Iterator[tuple[str, Any]]:
    """Yield each item of a file and each element of its head; what was looked at is let go."""
    parser = etree.XMLPullParser(
        events=("start", "end"),
        recover=True,
        huge_tree=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    depth = since = 0
    has_ended = False
    try:
        for piece in clean_pieces(path):
            parser.feed(piece)
            since += len(piece)
            for event, element in parser.read_events():
                depth += 1 if event == "start" else -1
                has_ended = has_ended or depth == 0
                # Everything that counts stands two deep: in rss, in channel.
                if event == "end" and depth == 2:
                    name = names_of(element)[0]
                    if name == "item" or name in HEAD:
                        yield name, element
                    _let_go(element)
                    since = 0
            if since > LARGEST_ITEM:
                raise CannotRead(
                    _("%(file)s holds a post of more than %(most)d MB.")
                    % {"file": path.name, "most": LARGEST_ITEM // 1_000_000}
                )
        if not has_ended:
            yield BROKEN_OFF, None
    except etree.XMLSyntaxError as error:
        raise CannotRead(_("%(file)s is no XML file: %(why)s") % {"file": path.name, "why": error}) from error
    except OSError as error:
        raise CannotRead(
            _("%(file)s cannot be read (%(why)s).") % {"file": path.name, "why": error.strerror or error}
        ) from error


def _let_go(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _only_for(item: Item, status: str) -> str:
    """Return what kept a post, or some of it, from everybody there; "" where nothing did."""
    if status == "private":
        return status
    return "password" if item.of("post_password") else gate_of(item.of("content"), item.fields)


def _attachment(item: Item) -> Attachment:
    address = item.of("attachment_url") or item.of("guid")
    return Attachment(
        id=item.of("post_id"),
        address=address,
        title=plain(item.of("title")),
        alt=plain(item.fields.get("_wp_attachment_image_alt", "")),
        caption=plain(item.of("excerpt")),
        page=_path_of(item.of("link")) if item.of("link") else "",
        of_post=item.of("post_parent") if item.of("post_parent") != "0" else "",
    )


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _slug_of(login: str) -> str:
    """Return how WordPress writes a login in an address."""
    return re.sub(r"[^a-z0-9_-]+", "-", login.lower()).strip("-")
