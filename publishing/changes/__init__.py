"""What readers would find otherwise than before, how much that is, and how a correction might say it."""

from publishing.changes.comparison import Comparison
from publishing.changes.noting import drafted_note
from publishing.changes.telling import change_in_words, facts_in_words
from publishing.changes.weighing import Weighed, weighed
from publishing.changes.weights import Fact, Weight

__all__ = [
    "Comparison",
    "Fact",
    "Weighed",
    "Weight",
    "change_in_words",
    "drafted_note",
    "facts_in_words",
    "weighed",
]
