"""What readers see, in the place of the draft: a fix typed there is published alone, by the same panel."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from publishing.admin.guard import may
from publishing.admin.situation import Situation
from publishing.admin.writing.keeping import order_of, place_on_screen
from publishing.admin.writing.on_screen import fixed_payload
from publishing.admin.writing.ordering import Order, carry_out, check
from publishing.bases import Payload
from publishing.errors import EditConflict, WordsCollide, WorkflowError
from publishing.models import Purpose
from publishing.scripted import wants_json
from publishing.workflow import buffering


def is_fix(request: HttpRequest) -> bool:
    """Tell whether the words on the screen are those readers see, not the draft's."""
    return request.GET.get("form") == Purpose.FIX


class LiveTextMixin:
    """Shows the desk for what readers see, where the draft says something else."""

    def may_fix(self: Any, request: HttpRequest, obj: Any) -> bool:
        """Tell whether a colleague may change at once what readers see of a page."""
        return bool(self.has_change_permission(request, obj) and may(request, "publish", self.model))

    def live_of(self: Any, request: HttpRequest, obj: Any) -> Payload | None:
        """Return what readers see, if that is what the page shows."""
        if obj is None or obj.pk is None or not is_fix(request) or not self.may_fix(request, obj):
            return None
        live = Situation.of(obj).live
        return self.payload_as_saved(obj, is_fix=True) if live is not None else None

    def get_fieldsets(self: Any, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if self.live_of(request, obj) is None:
            return fieldsets
        first = [name for name in fieldsets[0][1]["fields"] if name in self.fixable]
        rest = [name for name in self.fixable if name not in first]
        return [(None, {"fields": first}), *([(_("Details"), {"fields": rest})] if rest else [])]

    def get_inlines(self: Any, request: HttpRequest, obj: Any) -> Any:
        return [] if self.live_of(request, obj) is not None else super().get_inlines(request, obj)  # type: ignore[misc]

    def get_form(
        self: Any, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]
        if (live := self.live_of(request, obj)) is not None:
            form.shown_instead = {name: live[name] for name in self.fixable} | {"language": live["language"]}
        return form

    def writing_context(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().writing_context(request, obj)  # type: ignore[misc]
        situation = Situation.of(obj) if obj is not None else None
        fixes = self.live_of(request, obj) is not None
        offers = (
            situation is not None
            and situation.live is not None
            and not situation.is_binned
            and self.may_fix(request, obj)
            and (situation.differs or fixes)
        )
        edition = situation.live.number if offers and situation and situation.live else None
        return context | {"two_texts": offers, "is_fix": fixes, "edition": edition}

    def changeform_view(
        self: Any,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Never let a form that holds what readers see write the draft."""
        if object_id is not None and is_fix(request):
            obj = self.object_or_404(request, object_id)
            if request.method == "POST":
                answer: HttpResponse = self.fix_view(request, obj)
                return answer
            if self.live_of(request, obj) is None:
                return redirect(self.url("change", obj))
        shown: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        return shown

    def fix_view(self: Any, request: HttpRequest, obj: Any) -> HttpResponse:
        """Publish a fix; nothing else is done with these words, which are kept until then."""
        if not self.may_fix(request, obj):
            raise PermissionDenied
        order: Order | None = request.order
        if not wants_json(request):
            return redirect(self.url("fix", obj))
        if order is None:
            told = _("A fix is kept as you type, and public once it is published.")
            return JsonResponse({"errors": {}, "general": [told]}, status=422)
        if wrong := self.wrong_in_fix(request):
            return JsonResponse({"errors": wrong, "general": []}, status=422)
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        words = fixed_payload(self, request, self.payload_as_saved(obj, is_fix=True), pairs)
        panel = self.panel_of(request, obj, words)
        try:
            check(order, panel)
            carry_out(order, panel, obj, words)
        except WorkflowError as refusal:
            said = [] if isinstance(refusal, EditConflict) else [str(refusal)]
            places = order.form.places if order.form and isinstance(refusal, WordsCollide) else None
            order.panel = self.panel_of(request, obj, words, errors=said, places=places)
            return HttpResponse(status=422)
        if (place := place_on_screen(self, request, obj)) is not None:
            buffering.saved(place, order=order_of(request))
        return HttpResponse()

    def wrong_in_fix(self: Any, request: HttpRequest) -> dict[str, list[str]]:
        """Return what is wrong with the words of a fix, by field."""
        wrong = {}
        for name in self.fixable:
            field = self.formfield_for_dbfield(self.model._meta.get_field(name), request)
            try:
                field.clean(field.widget.value_from_datadict(request.POST, request.FILES, name))
            except ValidationError as error:
                wrong[name] = list(error.messages)
        return wrong
