"""Notes that came with a paste become citations: on saving, or when somebody asks for it."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.admin.writing.saying import FORMS
from publishing.bases import Payload
from publishing.richtext import waiting
from publishing.richtext.characters import one_line
from publishing.richtext.settling import Waiting, settle_notes, waiting_in

MOST_NOTES = 1_000


class SettlingMixin:
    """Lets the notes of a text that wait become citations of sources, known or new."""

    def pages(self: Any) -> list[URLPattern]:
        return [self.page("settle/", self.settle_view, "settle"), *super().pages()]  # type: ignore[misc]

    def writing_data(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().writing_data(request, obj)  # type: ignore[misc]
        return data | {
            "addresses": data["addresses"] | {"settle": self.url("settle")},
            "words": data["words"] | words(),
            "plurals": data["plurals"] | plurals(),
        }

    def settle_view(self: Any, request: HttpRequest) -> HttpResponse:
        """Make citations of the notes sent; say what could not be made."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        notes = notes_sent(request.POST.get("notes", ""))
        settled = self.settled(request, notes, may_make=True)
        return JsonResponse({"notes": answered(settled.keys), "said": said_of(settled)})

    def settled(self: Any, request: HttpRequest, notes: list[Waiting], *, may_make: bool) -> Any:
        """Ask the page of the sources what becomes of notes."""
        [sources] = (p for p in self.admin_site._registry.values() if hasattr(p, "settle_notes"))
        return sources.settle_notes(request, notes, may_make=may_make)

    def with_settled_notes(self: Any, request: HttpRequest, payload: Payload) -> Payload:
        """Return what is saved with citations in the places of notes that waited."""
        notes = waiting_in(payload.get("body", ""))
        if not notes:
            return payload
        settled = self.settled(request, notes, may_make=True)
        request.settled_notes = settled
        if settled.made or settled.left:
            messages.info(request, said_of(settled))
        return payload | {"body": settle_notes(payload["body"], settled.keys)}

    def saved_answer(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        answer: dict[str, Any] = super().saved_answer(request, obj)  # type: ignore[misc]
        settled = getattr(request, "settled_notes", None)
        if settled is None:
            return answer
        return answer | {"notes": answered(settled.keys), "notes_said": said_of(settled)}


def words() -> dict[str, str]:
    """Return what the page's script says of notes."""
    return {
        "settleFailed": _("The sources could not be made. The notes are still here; try again."),
        "stripClose": _("Close"),
    }


def plurals() -> dict[str, dict[str, str]]:
    """Return what the button says, in each form that a number can ask for."""
    return {
        "makeSources": {
            form: ngettext("Make %(count)s source", "Make %(count)s sources", number) % {"count": "{count}"}
            for form, number in FORMS.items()
        },
    }


def notes_sent(sent: str) -> list[Waiting]:
    """Return the notes a page sent, each in its stored form; what is no note is nothing."""
    try:
        told = json.loads(sent or "[]")
    except (ValueError, RecursionError):
        return []
    if not isinstance(told, list):
        return []
    notes = (_note(one) for one in told[:MOST_NOTES] if isinstance(one, dict))
    return list(dict.fromkeys(note for note in notes if note.words))


def _note(told: dict[str, Any]) -> Waiting:
    words, read = str(told.get("words") or ""), str(told.get("read") or "")
    return Waiting(one_line(words, waiting.LONGEST), waiting.as_read(read) or "")


def answered(keys: dict[Waiting, list[str]]) -> list[dict[str, Any]]:
    """Return which sources each note cites now, by the words it is known by on the page."""
    return [{"words": note.words, "read": note.read, "keys": found} for note, found in keys.items()]


def said_of(settled: Any) -> str:
    """Say what was made of notes, and what goes on waiting."""
    made, left = len(settled.made), len(settled.left)
    sentences = []
    if made:
        sentences.append(
            ngettext(
                "Made of notes: %(count)d source. Look at it once, it is marked as incomplete.",
                "Made of notes: %(count)d sources. Look at them once, they are marked as incomplete.",
                made,
            )
            % {"count": made}
        )
    if left:
        sentences.append(
            ngettext(
                "%(count)d note goes on waiting: your account may not add sources. A colleague who may "
                "saves, or choose a source for it.",
                "%(count)d notes go on waiting: your account may not add sources. A colleague who may "
                "saves, or choose sources for them.",
                left,
            )
            % {"count": left}
        )
    return " ".join(sentences) or _("The notes are citations now.")
