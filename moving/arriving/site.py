"""What every export becomes: the posts, people, terms and pictures of a site, by the ids it had there.

A reader of an export goes over its file as often as it is asked, and keeps no more than one post in memory.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO, Protocol

from manuscripts import Manuscript, Remark
from publishing.errors import WorkflowError


class CannotRead(WorkflowError):
    """An export cannot be read; `str()` is a sentence that says why."""


class Kind(StrEnum):
    """What a post becomes here."""

    ARTICLE = "article"
    PAGE = "page"


class State(StrEnum):
    """Who could read a post there; only what anybody could read is ever public here."""

    PUBLIC = "public"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    # For members, behind a password, or for its author alone: comes in as a draft, and is said.
    PRIVATE = "private"


@dataclass(frozen=True, kw_only=True)
class Author:
    """Who wrote there: a person here only by the table that an editor has filled in."""

    id: str
    name: str
    email: str = ""
    about: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Term:
    """A tag or category."""

    id: str
    name: str
    slug: str = ""
    description: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A picture of the library there: where it was, and where its file is in the export if it came along.

    `page` is the address of a page of its own, `of_post` the post it belonged to.
    """

    id: str
    address: str
    file: str = ""
    title: str = ""
    alt: str = ""
    caption: str = ""
    page: str = ""
    of_post: str = ""


class Left(StrEnum):
    """What of a site is never taken, and only counted."""

    COMMENTS = "comments"
    TRASH = "trash"
    EMPTY = "empty"
    OTHER_KINDS = "other kinds"
    BROKEN_OFF = "broken off"


@dataclass(frozen=True, kw_only=True)
class Post:
    """One article or page, its text as HTML with the notes in a shape the reader of HTML knows.

    `published` and `changed` are aware; `addresses` are all it answered at, without the host, query
    included; `authors`, `terms` and `lead` are ids, or an address for a lead that is no attachment. The
    first term is its section. `remarks` are what the reader of the export could not keep. A file that has
    been read already brings its `manuscript`, which stands for its HTML. What could not be read at all has
    the sentence that says why in `fault`: it is reported, and nothing is made of it.
    """

    id: str
    kind: Kind
    state: State
    title: str
    html: str
    summary: str = ""
    slug: str = ""
    language: str = ""
    published: datetime | None = None
    changed: datetime | None = None
    addresses: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    lead: str = ""
    remarks: tuple[Remark, ...] = ()
    manuscript: Manuscript | None = None
    fault: str = ""


class Site(Protocol):
    """An export that has been opened."""

    # What tells one site from another over two exports: its address.
    name: str
    language: str
    # What was passed over, known once its posts have been gone over.
    left: Counter[Left]

    def authors(self) -> Iterator[Author]: ...
    def terms(self) -> Iterator[Term]: ...
    def attachments(self) -> Iterator[Attachment]: ...
    def posts(self) -> Iterator[Post]: ...

    def open(self, file: str) -> BinaryIO:
        """Open the file of an attachment; raises OSError or CannotRead."""
        ...
