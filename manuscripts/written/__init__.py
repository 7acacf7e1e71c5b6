"""From a manuscript to the file that somebody takes along: Markdown, a page, a Word document."""

from .docx import write_docx
from .markdown import write_markdown
from .page import write_page
from .words import Words

__all__ = ["Words", "write_docx", "write_markdown", "write_page"]
