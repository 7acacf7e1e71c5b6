"""Reading a text as an editor does: what is headline, summary, byline, embargo, section, note and source."""

from .understanding import parse, parse_body, understand, understand_body, with_quotations
from .whole import is_article

__all__ = ["is_article", "parse", "parse_body", "understand", "understand_body", "with_quotations"]
