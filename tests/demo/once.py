"""The demo newsroom, loaded once for all tests of a module that only read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from demo.loading import Loaded, load


@contextmanager
def loaded_once(django_db_blocker: Any) -> Iterator[Loaded]:
    """Hold the whole demo in an otherwise empty newsroom, and take it back."""
    with django_db_blocker.unblock(), transaction.atomic():
        loaded = load()
        try:
            yield loaded
        finally:
            for picture in loaded.pictures.values():
                picture.original.delete(save=False)
            transaction.set_rollback(True)
