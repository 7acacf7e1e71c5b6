"""Save the words on a screen and do with exactly them what was ordered: both, or neither."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from publishing.bases import WorkingCopy
from publishing.workflow.locking import locked, same_version


@contextmanager
def in_one_step(working_copy: WorkingCopy | None, *, version: int) -> Iterator[None]:
    """Hold a draft, if there is one yet, at the version seen; whatever is refused undoes everything.

    Nothing is merged here and nothing kept aside: whoever saved in between is shown first, and the words
    stay where they were typed.
    """
    with transaction.atomic():
        if working_copy is None:
            yield
            return
        with locked(working_copy) as row:
            same_version(row, version)
            yield
