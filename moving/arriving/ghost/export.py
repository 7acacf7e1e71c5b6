"""A site written in Ghost: its JSON export, alone, in a folder or in a zip file with its pictures."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from html import escape, unescape
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

import manuscripts
from manuscripts import Notice, Remark
from moving.arriving.cards import RESIZED, without_cards
from moving.arriving.json_rows import Rows, rows_of
from moving.arriving.packed import Folder, Store, store_of
from moving.arriving.site import Attachment, Author, CannotRead, Kind, Left, Post, State, Term

from .editors import html_of_lexical, html_of_mobiledoc

LARGEST = 200_000_000
MOST_EXPORTS = 20
# Where the tables stand: versions of Ghost differ in how much is around them.
WITHIN = frozenset(["db", "data"])
HERE = "__GHOST_URL__"
PICTURES = "content/images/"
SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".tif", ".tiff")
FROM_ROOT = re.compile(r"""(\s(?:src|href)=["'])/(?!/)""")
META = ("feature_image_alt", "feature_image_caption")
STATES = {"published": State.PUBLIC, "scheduled": State.SCHEDULED, "sent": State.PRIVATE}


def opened(file: Path, *, address: str = "") -> "GhostSite":
    """Open an export of Ghost; `address` is where the site stood, which no export says."""
    if not file.exists():
        raise CannotRead(_("There is no file %(name)s.") % {"name": file})
    store = store_of(file)
    is_alone = isinstance(store, Folder) and not file.is_dir()
    inside = (name for name in store.names() if name.endswith(".json") and "content/" not in name)
    names = [file.name] if is_alone else list(islice(inside, MOST_EXPORTS))
    found: dict[str, Rows] = {}
    problem = CannotRead(_("This is no export of Ghost: there are no posts in it."))
    for name in names:
        try:
            rows = _rows_in(store, name)
        except CannotRead as error:
            problem = error
        else:
            found |= {name: rows} if "posts" in rows.spans else {}
    if not found:
        raise problem
    if len(found) > 1:
        raise CannotRead(
            _("There are several exports of Ghost: %(names)s. Give one of them.")
            % {"names": ", ".join(found)}
        )
    return GhostSite(next(iter(found.values())), store, address.strip().rstrip("/"))


def _rows_in(store: Store, name: str) -> Rows:
    if store.size(name) > LARGEST:
        raise CannotRead(
            _("“%(name)s” is larger than %(most)d MB. Export the posts of fewer years at a time.")
            % {"name": name, "most": LARGEST // 1_000_000}
        )
    return rows_of(store.open(name), within=WITHIN)


class GhostSite:
    """An export of Ghost that has been opened."""

    def __init__(self, rows: Rows, store: Store, address: str) -> None:
        self.rows, self.store = rows, store
        said = {str(row.get("key")): str(row.get("value") or "") for row in rows.of("settings")}
        # What is written of places on the site leads, here, to where its old addresses lead on.
        self.base = address or settings.SITE_URL.rstrip("/")
        self.host = (urlsplit(address).hostname or "") if address else ""
        self.path = urlsplit(address).path if address else ""
        self.name = address or said.get("title", "") or "ghost"
        self.language = said.get("locale") or said.get("default_locale") or said.get("lang", "")
        self.permalinks = said.get("permalinks") or "/:slug/"
        self.left: Counter[Left] = Counter()

    def authors(self) -> Iterator[Author]:
        """Yield everybody who wrote there."""
        for row in self.rows.of("users"):
            slug = _text(row, "slug")
            yield Author(
                id=str(row.get("id")),
                name=_text(row, "name") or slug,
                email=_text(row, "email"),
                about=_text(row, "bio"),
                addresses=(f"{self.path}/author/{slug}/",) if slug else (),
            )

    def terms(self) -> Iterator[Term]:
        """Yield the tags that readers saw."""
        for row in self.rows.of("tags"):
            slug = _text(row, "slug")
            if not _is_internal(row):
                yield Term(
                    id=str(row.get("id")),
                    name=_text(row, "name"),
                    slug=slug,
                    description=_text(row, "description"),
                    addresses=(f"{self.path}/tag/{slug}/",) if slug else (),
                )

    def attachments(self) -> Iterator[Attachment]:
        """Yield the pictures that came along, and those above the posts."""
        files = self._files
        told: set[str] = set()
        for row in self.rows.of("posts"):
            address = self._picture(row)
            if address and address not in told:
                told.add(address)
                meta = self._meta.get(str(row.get("id")), {})
                yield Attachment(
                    id=address,
                    address=address,
                    file=files.get(address, ""),
                    alt=_text(row, "feature_image_alt") or meta.get("feature_image_alt", ""),
                    caption=_words(
                        _text(row, "feature_image_caption") or meta.get("feature_image_caption", "")
                    ),
                )
        for address, file in files.items():
            if address not in told:
                yield Attachment(id=address, address=address, file=file)

    def posts(self) -> Iterator[Post]:
        """Yield every post and page."""
        return map(self._post, self.rows.of("posts"))

    def open(self, file: str) -> BinaryIO:
        """Open the file of a picture."""
        return self.store.open(file)

    def _post(self, row: dict[str, Any]) -> Post:
        id, slug = str(row.get("id")), _text(row, "slug")
        remarks: list[Remark] = []
        state = self._state(row, id, remarks)
        html, said = without_cards(self._absolute(_html_of(row)))
        if state is State.PUBLIC:
            # There the mark means nothing: everybody reads on.
            said = [one for one in said if one.notice is not Notice.FOR_MEMBERS_FROM_HERE]
        terms, internal = self._terms_of(row, id)
        if internal:
            remarks.append(Remark(Notice.TERMS_LEFT_OUT, 0, ", ".join(internal)))
        addresses = self._addresses(row, slug, terms, state)
        canonical = self._absolute(_text(row, "canonical_url"))
        if canonical and self.host and urlsplit(canonical).hostname == self.host:
            addresses = tuple(dict.fromkeys([*addresses, urlsplit(canonical).path]))
        elif canonical:
            remarks.append(Remark(Notice.FIRST_ELSEWHERE, 0, canonical))
        return Post(
            id=id,
            kind=Kind.PAGE if row.get("type") == "page" or row.get("page") in (1, True) else Kind.ARTICLE,
            state=state,
            title=_text(row, "title"),
            html=html,
            summary=_text(row, "custom_excerpt"),
            slug=slug,
            language=_text(row, "locale") or self.language,
            published=_moment(row.get("published_at")),
            changed=_moment(row.get("updated_at")),
            addresses=addresses,
            authors=self._authors_of(row, id),
            terms=terms,
            lead=self._picture(row),
            remarks=(*remarks, *said),
        )

    def _state(self, row: dict[str, Any], id: str, remarks: list[Remark]) -> State:
        """Return who could read a post: what only some could is never public here."""
        status, visibility = _text(row, "status"), _text(row, "visibility") or "public"
        by_mail = row.get("email_only") in (1, True) or "email_only" in self._meta.get(id, {})
        if status == "sent" or (by_mail and status != "draft"):
            remarks.append(Remark(Notice.BY_MAIL_ONLY, 0, ""))
            return State.PRIVATE
        if visibility != "public":
            remarks.append(Remark(Notice.FOR_MEMBERS, 0, visibility))
            return State.PRIVATE
        return STATES.get(status, State.DRAFT)

    def _addresses(
        self, row: dict[str, Any], slug: str, terms: tuple[str, ...], state: State
    ) -> tuple[str, ...]:
        """Return where a post stood; a draft and one to come stood nowhere yet."""
        if not slug or state not in (State.PUBLIC, State.PRIVATE) or _text(row, "status") == "sent":
            return ()
        if row.get("type") == "page" or row.get("page") in (1, True):
            return (f"{self.path}/{slug}/",)
        moment = _moment(row.get("published_at")) or datetime.now(UTC)
        author = next(iter(self._authors_of(row, str(row.get("id")))), "")
        told = {
            ":slug": slug,
            ":year": f"{moment:%Y}",
            ":month": f"{moment:%m}",
            ":day": f"{moment:%d}",
            ":id": str(row.get("id")),
            ":primary_tag": self._slugs["tags"].get(terms[0], "all") if terms else "all",
            ":primary_author": self._slugs["users"].get(author, ""),
            ":author": self._slugs["users"].get(author, ""),
        }
        parts = (told.get(part, part) for part in self.permalinks.strip("/").split("/"))
        return (f"{self.path}/{'/'.join(parts)}/",)

    def _authors_of(self, row: dict[str, Any], id: str) -> tuple[str, ...]:
        inside = [str(one.get("id")) for one in _rows(row, "authors")]
        found = inside or self._links["posts_authors"].get(id, [])
        return tuple(dict.fromkeys(found)) or ((str(row["author_id"]),) if row.get("author_id") else ())

    def _terms_of(self, row: dict[str, Any], id: str) -> tuple[tuple[str, ...], list[str]]:
        """Return the tags of a post that readers saw, and the names of those for colleagues."""
        inside = [str(one.get("id")) for one in _rows(row, "tags")]
        found = dict.fromkeys(inside or self._links["posts_tags"].get(id, []))
        shown = tuple(term for term in found if term in self._slugs["tags"] and term not in self._internal)
        return shown, [self._internal[term] for term in found if term in self._internal]

    def _picture(self, row: dict[str, Any]) -> str:
        address = self._absolute(_text(row, "feature_image") or _text(row, "image"))
        return RESIZED.sub(r"\1", address)

    def _absolute(self, text: str) -> str:
        """Return a text or an address in which places on the site are whole addresses."""
        text = text.replace(HERE, self.base)
        if text.startswith("/") and not text.startswith("//"):
            return self.base + text
        return FROM_ROOT.sub(lambda found: f"{found[1]}{self.base}/", text)

    @cached_property
    def _files(self) -> dict[str, str]:
        """Return the files of pictures by the addresses they had."""
        return {
            f"{self.base}/{PICTURES}{name.partition(PICTURES)[2]}": name
            for name in self.store.names(PICTURES)
            if name.lower().endswith(SUFFIXES) and "/images/size/" not in name
        }

    @cached_property
    def _links(self) -> dict[str, dict[str, list[str]]]:
        """Return what belongs to which post, in order."""
        found: dict[str, dict[str, list[str]]] = {}
        for table, column in (("posts_authors", "author_id"), ("posts_tags", "tag_id")):
            sorted_ = defaultdict(list)
            for row in self.rows.of(table):
                place = row.get("sort_order")
                sorted_[str(row.get("post_id"))].append(
                    (place if isinstance(place, int) else 0, str(row.get(column)))
                )
            found[table] = {
                post: [id for _place, id in sorted(links, key=itemgetter(0))]
                for post, links in sorted_.items()
            }
        return found

    @cached_property
    def _slugs(self) -> dict[str, dict[str, str]]:
        return {
            table: {str(row.get("id")): _text(row, "slug") for row in self.rows.of(table)}
            for table in ("tags", "users")
        }

    @cached_property
    def _internal(self) -> dict[str, str]:
        return {str(row.get("id")): _text(row, "name") for row in self.rows.of("tags") if _is_internal(row)}

    @cached_property
    def _meta(self) -> dict[str, dict[str, str]]:
        """Return what is kept of posts beside them, where it says anything."""
        kept = {}
        for row in self.rows.of("posts_meta"):
            said = {name: _text(row, name) for name in META if _text(row, name)}
            if row.get("email_only") in (1, True):
                said["email_only"] = "1"
            if said:
                kept[str(row.get("post_id"))] = said
        return kept


def _html_of(row: dict[str, Any]) -> str:
    """Return the text of a post, from whatever its version of Ghost kept of it."""
    if html := _text(row, "html"):
        return html
    if html := html_of_lexical(_text(row, "lexical")) or html_of_mobiledoc(_text(row, "mobiledoc")):
        return html
    if markdown := _text(row, "markdown"):
        return manuscripts.html_of(markdown)
    paragraphs = re.split(r"\n\s*\n", _text(row, "plaintext"))
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs if paragraph.strip())


def _is_internal(tag: dict[str, Any]) -> bool:
    return tag.get("visibility") == "internal" or _text(tag, "name").startswith("#")


def _moment(value: Any) -> datetime | None:
    """Return a moment as any version writes it: ISO, without a zone in UTC, or thousandths of seconds."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC)
        moment = datetime.fromisoformat(str(value).strip()) if value else None
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def _rows(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return what stands inside a row, where an export of posts alone has it."""
    value = row.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", html)).split())
