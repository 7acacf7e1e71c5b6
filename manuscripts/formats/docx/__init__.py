"""Word's .docx: text with its notes, comments, pictures and what citation managers keep in it."""

from .document import read_docx

__all__ = ["read_docx"]
