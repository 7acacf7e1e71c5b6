"""From a manuscript to the file that somebody takes along: Markdown, a page, a Word document."""

from .words import Words

__all__ = ["Words"]
