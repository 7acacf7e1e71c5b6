"""What an export of another system holds, whichever system it was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """Who could see a post there."""

    PUBLIC = "public"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    # Behind a password, for members, or for those who wrote it: it never becomes public by itself.
    PRIVATE = "private"
    BIN = "bin"


class Lost(StrEnum):
    """What a post had that has no meaning here."""

    SHORTCODE = "shortcode"
    COMMENTS = "comments"
    SCRIPT = "script"
    DATE = "date"
    FORMAT = "format"


@dataclass(frozen=True)
class Account:
    """Somebody who wrote there, by the id posts name them with."""

    id: str
    name: str
    login: str = ""
    about: str = ""
    address: str = ""


@dataclass(frozen=True)
class Subject:
    """A tag or a category there."""

    id: str
    name: str
    description: str = ""
    address: str = ""


@dataclass(frozen=True)
class Attachment:
    """A picture of the library there."""

    id: str
    address: str
    alt: str = ""
    caption: str = ""
    title: str = ""


@dataclass(frozen=True)
class Loss:
    """One thing of a post that was left out: what it was, in its own words."""

    kind: Lost
    text: str = ""


@dataclass(frozen=True)
class Post:
    """One article or page there; `html` is its text as a browser would get it."""

    id: str
    title: str
    html: str
    state: State = State.PUBLIC
    is_page: bool = False
    summary: str = ""
    slug: str = ""
    addresses: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    published: datetime | None = None
    featured: Attachment | None = None
    language: str = ""
    losses: tuple[Loss, ...] = ()


@dataclass
class About:
    """What an export says of the whole site."""

    name: str = ""
    address: str = ""
    language: str = ""
    accounts: dict[str, Account] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    pictures: dict[str, Attachment] = field(default_factory=dict)
    posts: int = 0


class Export(Protocol):
    """An export that can be read: first what it says of the site, then post by post, as often as asked."""

    about: About

    def posts(self) -> Iterator[Post]:
        """Read the posts in the order of the export."""


class ExportError(Exception):
    """A file is no export of that kind: the sentence says why."""


def names(subjects: Mapping[str, Subject], ids: tuple[str, ...]) -> list[str]:
    """Return the names of subjects in the order given, those unknown left out."""
    return [subjects[id].name for id in ids if id in subjects]
