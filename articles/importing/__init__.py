"""Bringing a manuscript in: from what a file says to an article, its people and its sources."""

from articles.importing.bringing_in import bring_in
from articles.importing.outcome import Options, Outcome
from articles.importing.reading import digest_of, manuscript_of

__all__ = ["Options", "Outcome", "bring_in", "digest_of", "manuscript_of"]
