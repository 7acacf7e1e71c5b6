"""Reading a text as an editor does: what is headline, summary, byline, embargo, section, note and source."""

from .understanding import parse, understand, with_quotations

__all__ = ["parse", "understand", "with_quotations"]
