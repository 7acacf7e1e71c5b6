"""What every kind of feed says: of itself, and of each text in it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape

TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who is named as the author of a text."""

    name: str
    email: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a feed says of itself; `next` is where it goes on."""

    title: str = ""
    address: str = ""
    language: str = ""
    next: str = ""
    generator: str = ""
    writers: tuple[Writer, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One text of a feed: `content` is all of it, `description` may be that too or only its beginning.

    `is_summary` where the kind of feed says that the description is none of the text.
    """

    id: str = ""
    title: str = ""
    address: str = ""
    base: str = ""
    content: str = ""
    description: str = ""
    is_summary: bool = False
    published: datetime | None = None
    changed: datetime | None = None
    writers: tuple[Writer, ...] = ()
    categories: tuple[str, ...] = ()
    picture: str = ""
    # Recordings and other files: their addresses.
    files: tuple[str, ...] = ()
    language: str = ""


def moment_of(*texts: str) -> datetime | None:
    """Return the first of these that is a moment, as mails or as ISO write it; without a zone in UTC."""
    for text in texts:
        moment = _iso(text.strip()) or _of_mail(text.strip())
        if moment is not None:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def words_of(html: str) -> str:
    """Return a line of HTML as words alone."""
    return " ".join(unescape(TAG.sub("", html)).split())


def _iso(text: str) -> datetime | None:
    whole = text + "-01" * (2 - text.count("-")) if re.fullmatch(r"\d{4}(?:-\d{2})?", text) else text
    try:
        return datetime.fromisoformat(whole)
    except ValueError:
        return None


def _of_mail(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.year > 1 else None
