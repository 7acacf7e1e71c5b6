"""Readers of formats: from bytes or a clipboard to the one form, each by itself."""

from .kinds import REFUSED, SUFFIXES, kind_of
from .readers import KINDS, read_any, read_text

__all__ = ["KINDS", "REFUSED", "SUFFIXES", "kind_of", "read_any", "read_text"]
