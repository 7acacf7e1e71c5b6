"""Reading a text as an editor does: what is headline, summary, byline, embargo, section, note and source."""

from .understanding import parse, understand

__all__ = ["parse", "understand"]
