"""Drafts found by the words of their texts, in lists and where one is chosen."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from publishing.links import editions_of_kind
from publishing.search import DraftSearch, Search

MOST = 300
"""How many texts with the words a list shows, the newest; in so many nobody looks for one."""


class TextsMixin:
    """Finds drafts by what stands in them, and in what readers see of them, beside their names."""

    def get_search_results(
        self: Any, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Find by the words of texts in the list; a box to choose in asks for names."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)  # type: ignore[misc]
        if not search_term.strip() or request.path != self.url("changelist"):
            return found, may_repeat
        return found | queryset.filter(self.has_words(search_term, most=MOST)), may_repeat

    def has_words(self: Any, words: str, *, most: int) -> Q:
        """Return the filter for the newest drafts in whose text these words stand."""
        search = Search(words, at=timezone.now()).kinds(self.model.search_kinds[0])
        drafts = DraftSearch(words, at=search.at).among(self.model.objects.all())
        seen = editions_of_kind(self.model).filter(pk__in=_ids(search, most))
        return Q(pk__in=_ids(drafts, most)) | Q(pk__in=seen.values("working_copy"))

    def with_words(self: Any, rows: Any, words: str, *, most: int) -> list[Any]:
        """Return the drafts of these in whose text the words stand, what was saved last first."""
        return list(rows.filter(self.has_words(words, most=most)).order_by("-changed_at", "-pk")[:most])


def _ids(search: Search, most: int) -> list[int]:
    return [hit.object_id for hit in search.page(size=most).hits]
