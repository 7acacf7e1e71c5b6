"""Everything that was done as a table to take along: written as it is read, and an entry of its own."""

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from desk.audit import Narrowed, kinds_in_words, may_see, older, understood
from publishing.admin.guard import actor_of
from publishing.history import Subject, write_event
from publishing.models import Event, Verb

AT_ONCE = 1000
"""How many entries are in memory at a time."""
BEGIN_A_FORMULA = (
    *("=", "+", "-", "@", "\t", "\r", "\n", "|", "%"),
    *("\uff1d", "\uff0b", "\uff0d", "\uff20", "\u2212", "\ufe62", "\ufe63"),
)
"""What spreadsheets take for the beginning of a formula, wide forms too."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else; all others pass over it."""


def export(request: HttpRequest) -> HttpResponseBase:
    """Hand out what is asked for as CSV, and enter that it was."""
    if not may_see(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _form, narrowed = understood(request.POST)
    last = note_export(narrowed=narrowed, actor=actor_of(request))
    lines = _as_now(_lines(narrowed, last))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="history-{day}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def note_export(*, narrowed: Narrowed, actor: User | None) -> int:
    """Enter in the history who exported it and what of it; return the last entry before."""
    query = narrowed.query()
    asked = ", ".join(f"{name}: {value}" for name, value in query.items()) or _("all of it")
    with transaction.atomic():
        before = Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
        subject = Subject("history", "", _("History"))
        write_event(Verb.EXPORT, of=subject, actor=actor, note=asked, data={"asked": query})
    return before


class _Echo:
    """Gives back what is written, so that a line is sent as soon as it is made."""

    def write(self, line: str) -> str:
        return line


def _as_now(lines: Iterator[str]) -> Iterator[str]:
    """Have lines written in the language and the time zone of now, though it is after the answer has left."""
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def written() -> Iterator[str]:
        while True:
            with translation.override(language), timezone.override(zone):
                some = list(islice(lines, AT_ONCE))
            if not some:
                return
            yield from some

    return written()


def _lines(narrowed: Narrowed, last: int) -> Iterator[str]:
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BYTE_ORDER_MARK + writer.writerow(
        [
            "at",
            "who",
            "username",
            "did",
            "verb",
            "kind",
            "what",
            "key",
            "version",
            "published_version",
            "note",
        ]
    )
    kinds = kinds_in_words()
    for event in _events(narrowed, last):
        actor = event.actor
        cells: list[Any] = [
            event.at.astimezone(timezone.get_current_timezone()).isoformat(timespec="seconds"),
            str(actor or _("The system")),
            actor.username if actor else "",
            event.get_verb_display(),
            event.verb,
            str(kinds.get(event.kind, event.kind)),
            event.label,
            event.object_key,
            event.revision_number or "",
            event.edition_number or "",
            "\n".join(filter(None, [event.note, event.what_changed, event.what_stays])),
        ]
        yield writer.writerow([harmless(cell) for cell in cells])


def _events(narrowed: Narrowed, last: int) -> Iterator[Event]:
    """Read the entries there were, the last first, some at a time."""
    # Not asked for by number: SQLite would sort all there is for each part.
    rows = narrowed.with_words(narrowed.rows()).select_related("actor")
    some: list[Event] = list(rows[:AT_ONCE])
    while some:
        yield from (event for event in some if event.pk <= last)
        further = older(rows, some[-1].at, some[-1].pk)
        some = list(further[:AT_ONCE]) if len(some) == AT_ONCE else []


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    if not isinstance(cell, str):
        return cell
    bare = cell.lstrip(" \u00a0\u3000\u200b\ufeff\x00'\"")
    return f"'{cell}" if bare.startswith(BEGIN_A_FORMULA) or cell.startswith(("\t", "\r", "\n")) else cell
