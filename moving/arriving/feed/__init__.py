"""Feeds as sites: RSS, Atom and JSON Feed, from an address or a file."""

from .export import FeedSite, opened

__all__ = ["FeedSite", "opened"]
