"""Names found by an index of their parts: as many as fit in a large newsroom, without reading all others."""

from publishing.names.finding import MOST_LISTED, best_of_many, few, narrowed, newest_with
from publishing.names.index import NamesIndex, index_of

__all__ = ["MOST_LISTED", "NamesIndex", "best_of_many", "few", "index_of", "narrowed", "newest_with"]
