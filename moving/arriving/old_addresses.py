"""The old addresses of what came in, many at once; what is there already stays as it is."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from moving.models import OldAddress
from moving.paths import LONGEST, as_kept
from publishing.records import add_records
from publishing.workflow.locking import Actor

PATHS_A_QUERY = 500
HOME = ("", "/")


def lead_on(leading: Iterable[tuple[str, str, Any]], *, actor: Actor) -> int:
    """Let old addresses lead to rows: each an address, the name of the row's kind, and the row."""
    wanted: dict[str, tuple[str, Any]] = {}
    for address, kind, row in leading:
        path = as_kept(address)
        if path not in HOME and len(path) <= LONGEST and path != _own_path(kind, row):
            wanted.setdefault(path, (kind, row))
    paths = list(wanted)
    known: set[str] = set()
    for start in range(0, len(paths), PATHS_A_QUERY):
        some = paths[start : start + PATHS_A_QUERY]
        known.update(OldAddress.objects.filter(path__in=some).values_list("path", flat=True))
    new = [OldAddress(path=path, **{kind: row}) for path, (kind, row) in wanted.items() if path not in known]
    add_records(new, actor=actor)
    return len(new)


def _own_path(kind: str, row: Any) -> str:
    if kind == "place":
        return as_kept(str(row))
    return as_kept(reverse(kind, args=[row.slug])) if row.slug else ""
