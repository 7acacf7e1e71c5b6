"""Bringing a manuscript in: from what a file says to an article, its people and its sources."""

from articles.intake.bringing_in import Options, Outcome, bring_in, digest_of

__all__ = ["Options", "Outcome", "bring_in", "digest_of"]
