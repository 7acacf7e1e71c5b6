"""What a page lacks beside its text."""

from pages.checks.lacking import summary, title_length

__all__ = ["summary", "title_length"]
