"""Private notes on a draft: the address they are written at, and those that came with a form."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import workflow
from publishing.admin.guard import actor_of
from publishing.bases import NoteBase
from publishing.errors import WorkflowError
from publishing.identifiers import random_key

TO_COME = "notes_to_come"
"""The field of the form that holds notes no server has yet: a new draft's, or written without a network."""

MOST_AT_ONCE = 100
LEFT = "left"
"""How keys of notes begin that no mark in the text has, as the page's scripts know."""
IN_PLAIN_FORM = "back"
"""The field of a form that wants to be led back to the page."""
SAID = {
    "write": gettext_lazy("The note is there for your colleagues."),
    "settle": gettext_lazy("The note is settled."),
    "reopen": gettext_lazy("The note is open again."),
    "remove": gettext_lazy("The note is gone."),
}
VERBS: dict[str, Callable[..., NoteBase | None]] = {
    "write": workflow.write_note,
    "settle": workflow.settle_note,
    "reopen": workflow.reopen_note,
    "remove": workflow.remove_note,
}


class NotesMixin:
    """Shows a draft's private notes beside its text, and writes them."""

    def writing_data(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().writing_data(request, obj)  # type: ignore[misc]
        address = {"notes": self.url("notes", obj)} if obj is not None else {}
        return data | {
            "addresses": data["addresses"] | address,
            "notes": self.notes_on(request, obj),
            "words": data["words"]
            | {
                "notesUnreachable": _("The server cannot be reached. Try again later."),
                "noteOn": _("Note on these words"),
                "noteAbout": _("About: {words}"),
            },
        }

    def writing_context(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().writing_context(request, obj)  # type: ignore[misc]
        may_note = obj is not None and obj.binned_at is None and workflow.may_note(actor_of(request), obj)
        return context | {
            "may_note": may_note and not self.has_change_permission(request, obj),
            "notes_url": self.url("notes", obj) if obj is not None else "",
            "note_key": f"{LEFT}{random_key()}",
            "note_settle": _("Settle"),
            "note_reopen": _("Open again"),
            "notes": (notes := self.notes_on(request, obj)),
            "notes_settled": [note for note in notes if note["isSettled"]],
            "notes_to_come": request.POST.get(TO_COME, ""),
        }

    def notes_on(self, request: HttpRequest, obj: Any) -> list[dict[str, Any]]:
        """Return the notes of the draft that is shown, found once a page."""
        if not hasattr(request, "notes_on_draft"):
            own = str(request.user.pk)
            request.notes_on_draft = [note | {"isOwn": note["byId"] == own} for note in notes_of(obj)]
        found: list[dict[str, Any]] = request.notes_on_draft
        return found

    def pages(self: Any) -> list[URLPattern]:
        return [self.page("<int:object_id>/notes/", self.notes_view, "notes"), *super().pages()]  # type: ignore[misc]

    def notes_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """Do to one note what is asked, and answer with it as it is then."""
        obj = self.object_or_404(request, object_id)
        if not workflow.may_note(actor_of(request), obj):
            raise PermissionDenied
        verb, key = request.POST.get("verb", ""), request.POST.get("key", "")
        if IN_PLAIN_FORM in request.POST:
            # One form has many buttons, each of another note.
            verb, _blank, key = request.POST.get("act", "").partition(" ")
        if request.method != "POST" or verb not in VERBS:
            return HttpResponseNotAllowed(["POST"])
        words = {"text": request.POST.get("text", "")} if verb == "write" else {}
        if verb == "write" and "about" in request.POST:
            words["about"] = request.POST["about"]
        try:
            note = VERBS[verb](working_copy=obj, key=key, actor=actor_of(request), **words)
        except WorkflowError as refusal:
            if IN_PLAIN_FORM in request.POST:
                messages.error(request, str(refusal))
                return redirect(f"{self.url('change', obj)}#checks")
            return JsonResponse({"said": str(refusal)}, status=409)
        if IN_PLAIN_FORM in request.POST:
            messages.success(request, SAID[verb])
            return redirect(f"{self.url('change', obj)}#checks")
        return JsonResponse({"note": shown(note) if note is not None else None})

    def save_related(self: Any, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the draft, and then the notes that waited for it."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        try:
            for key, text in notes_to_come(request):
                workflow.write_note(working_copy=form.instance, key=key, text=text, actor=actor_of(request))
        except WorkflowError as refusal:
            # The draft is saved; only a note is not.
            messages.warning(request, str(refusal))


def notes_of(obj: Any) -> list[dict[str, Any]]:
    """Return a draft's notes as the page shows them, the oldest first."""
    if obj is None:
        return []
    return [shown(note) for note in obj.notes.select_related("written_by", "settled_by")]


def shown(note: NoteBase) -> dict[str, Any]:
    """Return a note as the page shows it."""
    return {
        "key": note.key,
        "text": note.text,
        "about": note.about,
        "byId": str(note.written_by_id or ""),
        "by": str(note.written_by or ""),
        "when": date_format(localtime(note.written_at), "SHORT_DATETIME_FORMAT"),
        "isSettled": note.settled_at is not None,
        "settledBy": str(note.settled_by or ""),
    }


def notes_to_come(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the keys and words of the notes that came with a form; what is no note is nothing."""
    try:
        sent = json.loads(request.POST.get(TO_COME, "") or "[]")
    except ValueError:
        return []
    if not isinstance(sent, list):
        return []
    notes = [note for note in sent[:MOST_AT_ONCE] if isinstance(note, dict)]
    return [(str(note.get("key", "")), str(note.get("text", ""))) for note in notes if note.get("text")]
