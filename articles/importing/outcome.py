"""What is asked for with a file, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from articles.models import Article
from manuscripts import Manuscript
from profiles.models import Person
from publishing.models import Tag
from publishing.workflow.locking import Actor
from references.models import Reference


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the person who brings a file in asks for."""

    publish: bool = False
    # Everything is undone afterwards: files too.
    is_trial: bool = False
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    date: datetime | None = None
    slug: str = ""
    # The article that the text is a later version of, where that cannot be told.
    next_version_of: Article | None = None
    language: str = ""
    # Of the newsroom: for a text that does not tell its own.
    usual_language: str = ""
    # Of the newsroom, in which a time without a zone is meant; None is the one times are shown in just now.
    zone: tzinfo | None = None
    actor: Actor = None


@dataclass
class Outcome:
    """What became of one file."""

    article: Article
    manuscript: Manuscript
    status: str
    people: list[Person] = field(default_factory=list)
    asked_for: list[Person] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
