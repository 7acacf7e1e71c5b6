"""HTML in all its forms: a part of a page, a whole page."""

from .fragment import read_fragment

__all__ = ["read_fragment"]
