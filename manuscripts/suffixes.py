"""Which part of a host somebody can own, by the list of public suffixes that comes with the package."""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract
    from tldextract.tldextract import ExtractResult


def parts_of(host: str) -> "ExtractResult":
    """Return the parts of a host; nobody asks the network, and nothing is written to disk."""
    return _extract()(host)


@cache
def _extract() -> "TLDExtract":
    # With it comes what fetches newer lists, some MiB that a process answering readers has no use for.
    made: TLDExtract = import_module("tldextract").TLDExtract(suffix_list_urls=(), cache_dir=None)
    return made
