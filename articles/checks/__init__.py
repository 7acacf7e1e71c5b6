"""What an article lacks beside its text, and names in it that nobody has a profile for."""

from articles.checks.lacking import byline, headline_length, summary, tags
from articles.checks.unknown_names import unknown_names

__all__ = ["byline", "headline_length", "summary", "tags", "unknown_names"]
