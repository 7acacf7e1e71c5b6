"""Bringing a manuscript in: from what a file says to an article, its people and its sources."""

from articles.importing.bringing_in import bring_in, kept_once_committed, make
from articles.importing.choices import Become, Choices
from articles.importing.outcome import Options, Outcome
from articles.importing.planning import Plan, plan_of
from articles.importing.reading import digest_of, manuscript_of

__all__ = [
    "Become",
    "Choices",
    "Options",
    "Outcome",
    "Plan",
    "bring_in",
    "digest_of",
    "kept_once_committed",
    "make",
    "manuscript_of",
    "plan_of",
]
