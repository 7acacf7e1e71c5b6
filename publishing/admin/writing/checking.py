"""The checks as one writes: what they find in the words on the screen, and leaving it as it is."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from publishing import workflow
from publishing.admin.guard import actor_of
from publishing.admin.writing.found import NEVER, Found, LeftLine, without, without_block
from publishing.admin.writing.keeping import new_key, number_in
from publishing.bases import Payload
from publishing.checks import Draft, Finding, Kind, Place, findings, reasons_to_choose
from publishing.errors import WorkflowError, WrongState
from publishing.slugs import make_slug
from publishing.workflow.leaving import Leaving, leavings_of

LONGEST = 2000


class CheckingMixin:
    """Says beside the text what a second pair of eyes would say of it."""

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("checks/", self.checks_view, "checks-new"),
            self.page("<int:object_id>/checks/", self.checks_view, "checks"),
            self.page("<int:object_id>/checks/leave/", require_POST(self.leave_view), "checks-leave"),
            *super().pages(),  # type: ignore[misc]
        ]

    def found_on_screen(self: Any, request: HttpRequest, row: Any, payload: Payload) -> list[Finding]:
        """Return what there is to mend or to look at in the words on the screen: all that nobody has left."""
        return self.found_in(row, payload).standing

    def found_in(self: Any, obj: Any, payload: Payload, *, but_block: int | None = None) -> Found:
        """Return what the checks find in a payload, with what was left as it is."""
        row = obj if obj is not None else self.model()
        if obj is None and not payload["slug"]:
            # The first save makes it of what stands on top.
            payload = payload | {"slug": make_slug(payload[self.headline_field])}
        now = timezone.now()
        checks = getattr(self.admin_site, "checks", ())
        leavings = leavings_of(row)
        draft = Draft(row, payload, now)
        standing, dropped = without(findings(draft, checks), {one.identity for one in leavings})
        stay = [one for one in leavings if one.identity in dropped]
        return Found(
            standing=without_block(standing, but_block),
            left=[*self._left_lines(stay), *self._never(draft)],
            reasons=reasons_to_choose() if standing else (),
            time=date_format(timezone.localtime(now), "H:i:s"),
        )

    def _left_lines(self, leavings: Sequence[Leaving]) -> list[LeftLine]:
        people = User.objects.in_bulk({one.by for one in leavings if one.by}) if leavings else {}
        return [LeftLine(one, str(people.get(one.by, _("The system")))) for one in leavings]

    def _never(self: Any, draft: Draft) -> list[LeftLine]:
        """Return the names in a text that nobody is asked about any more."""
        names: Any = getattr(self.admin_site, "names_never_asked", lambda draft: [])
        return [
            LeftLine(
                Leaving(Kind.UNLINKED, "body", row.name, "", row.name, NEVER, None, row.asked_at.isoformat()),
                str(row.asked_by or _("The system")),
                is_for_all=True,
            )
            for row in names(draft)
        ]

    def checks_view(self: Any, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """Look at the words on the screen."""
        obj = self.object_or_404(request, object_id) if object_id is not None else None
        if obj is None and (key := new_key(request)):
            # Its first save came before this question.
            obj = self.model._default_manager.filter(key=key).first()
        if not (self.has_view_permission(request, obj) if obj else self.has_add_permission(request)):
            raise PermissionDenied
        payload = self.payload_on_screen(request, obj)
        found = self.found_in(obj, payload, but_block=number_in(request.GET.get("writing")))
        return JsonResponse(self.checks_answer(request, obj, found))

    def checks_answer(self: Any, request: HttpRequest, obj: Any, found: Found) -> dict[str, Any]:
        """Return what the page shows of the checks."""
        can_leave = obj is not None and self.has_change_permission(request, obj)
        context = {"found": found, "can_leave": can_leave}
        return {
            "html": render_to_string("admin/writing/_findings.html", context, request),
            "marks": found.marks,
            "count": len(found.standing),
            "said": found.said,
        }

    def leave_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """Leave a finding as it is, or ask again about one that was left."""
        obj = self.object_or_404(request, object_id)
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        try:
            self._answer(request, obj)
        except WorkflowError as refusal:
            return JsonResponse({"said": str(refusal)}, status=409)
        obj.refresh_from_db()
        found = self.found_in(obj, self.payload_on_screen(request, obj))
        return JsonResponse(self.checks_answer(request, obj, found))

    def _answer(self: Any, request: HttpRequest, obj: Any) -> None:
        field, words, about, name = (
            request.POST.get(name, "")[:LONGEST] for name in ("field", "words", "about", "name")
        )
        kind, reason, actor = request.POST.get("kind", ""), request.POST.get("reason", ""), actor_of(request)
        if kind not in Kind.values:
            raise WrongState(_("That cannot be done now."))
        place = Place(field, words, about=about, name=name)
        if request.POST.get("again") and request.POST.get("for_all"):
            self.admin_site.ask_again(name=place.words, actor=actor)
        elif request.POST.get("again"):
            workflow.look_again(working_copy=obj, kind=Kind(kind), place=place, actor=actor)
        elif reason == NEVER:
            self.admin_site.never_ask(name=place.words, actor=actor)
        else:
            workflow.leave(working_copy=obj, kind=Kind(kind), place=place, reason=reason, actor=actor)

    # The page.

    def writing_context(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().writing_context(request, obj)  # type: ignore[misc]
        can_leave = obj is not None and self.has_change_permission(request, obj)
        return context | {"found": self._found_saved(request, obj), "can_leave": can_leave}

    def writing_data(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().writing_data(request, obj)  # type: ignore[misc]
        addresses = {"checks": self.url("checks", obj) if obj is not None else self.url("checks-new")}
        if obj is not None:
            addresses["leave"] = self.url("checks-leave", obj)
        words = {"checks_late": _("Looked at again when the server answers.")}
        return data | {
            "checks": self._found_saved(request, obj).marks,
            "addresses": data["addresses"] | addresses,
            "words": data["words"] | words,
        }

    def _found_saved(self: Any, request: HttpRequest, obj: Any) -> Found:
        """Return what the checks find in what is saved, looked at once a page."""
        if not hasattr(request, "found_saved"):
            request.found_saved = self.found_in(obj, obj.payload()) if obj is not None else Found()
        found: Found = request.found_saved
        return found
