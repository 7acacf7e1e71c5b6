"""Bringing a manuscript in: from what a file says to an article, its people and its sources."""

from articles.importing.bringing_in import bring_in, digest_of
from articles.importing.outcome import Options, Outcome

__all__ = ["Options", "Outcome", "bring_in", "digest_of"]
