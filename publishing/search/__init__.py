"""Search: everything readers see is found by its words, and what colleagues write by theirs.

`Search` asks, `publishing.search.keeping` is what the verbs call. `docs/search.md` says how it works.
"""

from publishing.search.searching import Cursor, Found, Hit, Search

__all__ = ["Cursor", "Found", "Hit", "Search"]
