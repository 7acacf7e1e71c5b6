"""Forgetting words that no text has any more, so that none is offered that only one erased text had."""

from collections.abc import Iterable

from django.db import transaction

from publishing.search.engines import engine
from publishing.search.shelves import SHELVES, Shelf

AT_A_TIME = 500


def forget_unused(words: Iterable[str]) -> None:
    """Forget those of these words that stand nowhere now."""
    wanted = sorted(set(words))
    for shelf in SHELVES:
        for start in range(0, len(wanted), AT_A_TIME):
            with transaction.atomic():
                _forget(shelf, wanted[start : start + AT_A_TIME])


def _forget(shelf: Shelf, words: list[str]) -> None:
    unused = [word for word in words if not engine().holds(shelf.words, word)]
    shelf.word.objects.filter(word__in=unused).delete()  # type: ignore[attr-defined]
