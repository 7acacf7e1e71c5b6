"""Publishing from the desk: one panel, one button, and exactly the words on the screen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import payloads, workflow
from publishing.addresses import free_slug
from publishing.admin.situation import Situation
from publishing.admin.verbs import VerbForm
from publishing.admin.writing.keeping import number_in, words_of
from publishing.admin.writing.live_text import is_fix
from publishing.admin.writing.on_screen import fixed_payload, payload_of
from publishing.admin.writing.ordering import ACTS, Order, carry_out, check
from publishing.admin.writing.panel import PREFIX, Panel
from publishing.bases import Payload
from publishing.errors import EditConflict, WordsCollide, WorkflowError
from publishing.links import editions_of_kind
from publishing.scripted import wants_json
from publishing.slugs import make_slug
from publishing.workflow.locking import Editions
from publishing.workflow.saving import cleaned
from publishing.workflow.since import what_changed_since

_ANSWERS = (
    "change public_note drafted proposed facts when starts_at expires_at pending people reason confirmed hand"
)


class PublishPanelMixin:
    """Shows the panel for the words on the screen, and does with a save what was ordered with it."""

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("publish-panel/", self.panel_view, "publish-panel-new"),
            self.page("<int:object_id>/publish-panel/", self.panel_view, "publish-panel"),
            *super().pages(),  # type: ignore[misc]
        ]

    def writing_data(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().writing_data(request, obj)  # type: ignore[misc]
        name = "publish-panel" if obj is not None else "publish-panel-new"
        data["addresses"]["publish_panel"] = self.url(name, obj)
        data["words"] |= {
            "publish_unread": _("The server cannot be reached. Nothing was published; your words are kept."),
            "publish_doing": _("Publishing …"),
            "publish_schedule_for": _("Schedule for {when}"),
            "publish_later": _("Schedule"),
            "publish_logged_out": _("You are logged out. Log in in a new tab, then press once more."),
            "publish_say_kind": _("Choose what it is for readers."),
            "publish_say_note": _("Write for readers what changed."),
            "publish_say_time": _("Choose a date and a time."),
            "publish_say_embargo": _("It is under embargo at that time."),
            "publish_say_no_end": _("It is under embargo, and nobody has said when that ends."),
            "publish_say_pending": _("Say what becomes of what is scheduled."),
            "publish_say_confirm": _("Tick that it is to be published all the same."),
            "publish_say_reason": _("Choose why what the checks found stays as it is."),
            "copied": _("Copied"),
        }
        return data

    # What the panel needs to know of a kind of page.

    def verb_named(self: Any, name: str) -> type[VerbForm]:
        """Return what can be done to this kind of page under a name."""
        found: type[VerbForm] = next(verb for verb in self.verb_forms if verb.name == name)
        return found

    def becomes_public(self, payload: Payload, *, at: datetime) -> list[tuple[str, str]]:
        """Return what readers can see besides once this is public, by name and what it is."""
        return []

    def address_for(self: Any, row: Any, payload: Payload) -> str:
        """Return where readers will find a page with these words; nothing if that is not known yet."""
        slug = payload["slug"]
        return str(editions_of_kind(self.model).model(slug=slug).get_absolute_url()) if slug else ""

    def with_address(self: Any, row: Any, payload: Payload) -> Payload:
        """Return words with the address they would get when they are saved."""
        name = str(payload.get(self.headline_field, ""))
        return payload | {"slug": payload["slug"] or free_slug(row, make_slug(name))}

    # The panel.

    def panel_view(self: Any, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """Show the panel for the words on the screen: those sent, else those the tab has kept."""
        obj = self.object_or_404(request, object_id) if object_id is not None else None
        if not (self.has_change_permission(request, obj) if obj else self.has_add_permission(request)):
            raise PermissionDenied
        return panel_answer(self.panel_of(request, obj, self.words_on_screen(request, obj)))

    def words_on_screen(self: Any, request: HttpRequest, obj: Any) -> Payload:
        """Return the words a script sent with its question; asked without any, those its tab kept."""
        if request.method != "POST":
            payload: Payload = self.payload_on_screen(request, obj)
        elif is_fix(request) and obj is not None:
            saved = self.payload_as_saved(obj, is_fix=True)
            payload = fixed_payload(self, request, saved, words_of(request))
        else:
            payload = payload_of(self, request, obj, words_of(request))
        return payload

    def panel_of(self: Any, request: HttpRequest, obj: Any, payload: Payload, **more: Any) -> Panel:
        """Return the panel for some words, with what was chosen in it already."""
        row = obj if obj is not None else self.model()
        now = timezone.now()
        situation = Situation(row, Editions(), now) if obj is None else Situation.of(row)
        payload = self.with_address(row, payload)
        fixes = is_fix(request) and situation.live is not None
        sent = number_in(request.POST.get("edition" if fixes else "version"))
        seen = row.version if sent is None else sent
        moved = None
        if obj is not None and not fixes and seen != row.version:
            moved = what_changed_since(row, seen)
        return Panel(
            page=self,
            request=request,
            situation=situation,
            payload=payload,
            found=self.found_on_screen(request, row, payload),
            is_fix=fixes,
            seen=seen,
            sent=answers_in(request),
            moved=moved,
            **more,
        )

    # A save with an order.

    def changeform_view(
        self: Any,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        order = order_in(request)
        request.order = order
        answer: HttpResponse = super().changeform_view(  # type: ignore[misc]
            request, object_id, form_url, extra_context
        )
        if order is None:
            return answer
        if order.done:
            messages.add_message(request, order.level, order.done, extra_tags="published")
            if not wants_json(request):
                return redirect(order.next_url)
            return JsonResponse({"go": order.next_url, "said": order.done})
        if order.panel is not None and wants_json(request):
            return panel_answer(order.panel, status=422)
        return answer

    def write(self: Any, request: HttpRequest, form: Any, formsets: Sequence[Any], *, change: bool) -> None:
        order: Order | None = getattr(request, "order", None)
        save = super().write  # type: ignore[misc]
        if order is None:
            save(request, form, formsets, change=change)
            return
        obj = self.model._default_manager.get(pk=form.instance.pk) if change else None
        row = obj if obj is not None else self.model()
        words = payloads.changed(row, cleaned(row, self.payload_from(form, formsets)))
        panel = self.panel_of(request, obj, words)
        try:
            if order.act == "both" and order.asked("theirs") == str(row.version):
                # Whoever saved in between was shown, so the two are merged as in any other save.
                save(request, form, formsets, change=change)
                self.publish_both(request, order, form.instance)
                return
            with workflow.in_one_step(obj, version=form.cleaned_data["version"]):
                check(order, panel)
                save(request, form, formsets, change=change)
                carry_out(order, panel, self.model._default_manager.get(pk=form.instance.pk), words)
        except WorkflowError as refusal:
            stored = self.model._default_manager.get(pk=obj.pk) if obj is not None else None
            order.panel = self.refused(request, stored, words, order, refusal)
            raise

    def publish_both(self: Any, request: HttpRequest, order: Order, written: Any) -> None:
        """Publish what two people's words became; what is refused is asked on the page with both."""
        saved = self.model._default_manager.get(pk=written.pk)
        panel = self.panel_of(request, saved, saved.payload())
        try:
            check(order, panel, is_merged=True)
            carry_out(order, panel, saved, saved.payload())
        except WorkflowError as refusal:
            order.done, order.next_url = str(refusal), self.url("change", saved)
            order.level = messages.WARNING

    def refused(
        self: Any, request: HttpRequest, obj: Any, words: Payload, order: Order, refusal: WorkflowError
    ) -> Panel:
        """Return the panel with what is to be done first: nothing was saved, the words stay on the screen."""
        said = [] if isinstance(refusal, EditConflict) else [str(refusal)]
        places = order.form.places if order.form is not None and isinstance(refusal, WordsCollide) else None
        panel: Panel = self.panel_of(request, obj, words, errors=said, places=places)
        return panel


def panel_answer(panel: Panel, *, status: int = 200) -> JsonResponse:
    """Return the panel as a script shows it."""
    html = render_to_string("admin/writing/_publish_panel.html", panel.context(), request=panel.request)
    return JsonResponse({"html": html, "state": panel.state, "mark": panel.mark}, status=status)


def order_in(request: HttpRequest) -> Order | None:
    """Return what a form orders beside being saved, if anything."""
    act = request.POST.get(f"{PREFIX}-act", "") if request.method == "POST" else ""
    return Order(request, act, is_fix=is_fix(request)) if act in ACTS else None


def answers_in(request: HttpRequest) -> dict[str, Any]:
    """Return what was chosen in the panel."""
    sent = request.POST
    found: dict[str, Any] = {
        name: sent[f"{PREFIX}-{name}"] for name in _ANSWERS.split() if f"{PREFIX}-{name}" in sent
    }
    if "people" in found:
        found["people"] = sent.getlist(f"{PREFIX}-people")
    return found
