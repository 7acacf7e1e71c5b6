"""What is asked for with an export, and what became of each post."""

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from enum import StrEnum
from pathlib import Path

from publishing.workflow.locking import Actor


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What whoever moves a site in asks for."""

    is_trial: bool = False
    pictures: Path | None = None
    fetch_pictures: bool = False
    people: Path | None = None
    # For texts that do not tell their own, and what the newsroom writes in.
    language: str = ""
    usual_language: str = "en"
    batch: int = 100
    zone: tzinfo = UTC
    actor: Actor = None


class Status(StrEnum):
    """What became of a post."""

    PUBLISHED = "published"
    DRAFT = "draft"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    # Colleagues have worked on it, or it lies in the bin: what is new there is theirs to take over.
    KEPT = "kept"
    FAILED = "failed"


@dataclass
class Told:
    """What is told of one post."""

    id: str
    kind: str
    headline: str
    status: Status = Status.DRAFT
    url: str = ""
    sentences: list[str] = field(default_factory=list)

    def say(self, *sentences: str) -> None:
        """Add sentences, each once."""
        self.sentences += [sentence for sentence in sentences if sentence not in self.sentences]
