"""Search: everything readers see is found by its words, and what colleagues write by theirs.

`Search` asks, `publishing.search.keeping` is what the verbs call. `docs/search.md` says how it works.
"""

from publishing.search.drafts import DraftSearch
from publishing.search.searching import Cursor, Found, Hit, Search, Suggested
from publishing.search.snippets import Snippet, snippets

__all__ = ["Cursor", "DraftSearch", "Found", "Hit", "Search", "Snippet", "Suggested", "snippets"]
