"""The admin of rows without a draft: sources, publishers, tags, pictures."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import records
from publishing.admin.differences import FieldDifference, Line, differences, text_lines
from publishing.admin.guard import GuardedAdmin, actor_of
from publishing.admin.uses import shown_uses
from publishing.errors import EditConflict, InvalidText, WorkflowError
from publishing.usage import uses_of
from publishing.workflow.locking import may_change_public

MOST_SHOWN = 10


class RemoveForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class RecordAdmin(GuardedAdmin):
    """A row that readers see at once when it is changed, where it is used."""

    change_form_template = "admin/record_form.html"
    can_be_removed: ClassVar[bool] = True

    def changes_from(self, form: Any) -> dict[str, Any]:
        """Return what the form says, as `save_record` takes it."""
        return {name: value for name, value in form.cleaned_data.items() if name != "version"}

    def write(self, request: HttpRequest, form: Any, formsets: Sequence[Any], *, change: bool) -> None:
        try:
            records.save_record(
                record=form.instance,
                changes=self.changes_from(form),
                version=form.cleaned_data["version"],
                actor=actor_of(request),
            )
        except IntegrityError as error:
            raise InvalidText(_("Somebody has just made the same. Look for it in the list.")) from error

    def response_conflict(
        self, request: HttpRequest, object_id: str | None, conflict: EditConflict
    ) -> HttpResponse | None:
        """Show what was saved meanwhile beside what was typed; saving again then is a decision."""
        request.was_overtaken = True
        repeated: Any = request.POST.copy()
        repeated["version"] = str(conflict.current)
        request.POST = repeated
        return None

    def why_not_saved(self, request: HttpRequest, object_id: str | None) -> str:
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if obj is not None and self.is_public(obj) and super().has_change_permission(request, obj):
            return _("Readers see this by now, so only editors can change it.")
        return super().why_not_saved(request, object_id)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or not self.is_public(obj) or may_change_public(actor_of(request))

    # Removing: what nothing leads to, at once and for good.

    def pages(self) -> list[URLPattern]:
        return [
            self.page("<int:object_id>/remove/", self.remove_view, "remove"),
            *super().pages(),
        ]

    def remove_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask once more, then remove; show first what leads to the row, if anything does."""
        obj = self.object_or_404(request, object_id)
        if not self.may_remove(request):
            raise PermissionDenied
        form = RemoveForm(request.POST or None, initial={"version": obj.version})
        if request.method == "POST" and form.is_valid():
            name = str(obj)
            try:
                version = form.cleaned_data["version"]
                records.remove_record(record=obj, version=version, actor=actor_of(request))
            except WorkflowError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("“%(name)s” was deleted.") % {"name": name})
                return redirect(self.url("changelist"))
        response: HttpResponse = self.render_page(
            request,
            "admin/remove.html",
            obj=obj,
            title=_("Delete: %(name)s") % {"name": obj},
            form=form,
            obstacles=shown_uses(uses_of(obj)),
        )
        return response

    def may_remove(self, request: HttpRequest) -> bool:
        """Tell whether this colleague may remove rows of this kind: nobody can bring them back."""
        may_change = super().has_change_permission(request)
        return self.can_be_removed and may_change and may_change_public(actor_of(request))

    def is_public(self, obj: Any) -> bool:
        """Tell whether readers see this row; asked once for each time it is loaded."""
        if not hasattr(obj, "_is_public"):
            obj._is_public = records.is_public(obj, at=timezone.now())
        return bool(obj._is_public)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        obj = context.get("original")
        if obj is not None:
            context["notices"] = self.notices(request, obj)
        context["overtaken"] = []
        context["remove_url"] = (
            self.url("remove", obj) if obj is not None and self.may_remove(request) else ""
        )
        if obj is not None and getattr(request, "was_overtaken", False):
            context["overtaken"] = self.overtaken(obj, context["adminform"].form)
        return super().render_change_form(request, context, *args, **kwargs)

    def notices(self, request: HttpRequest, obj: Any) -> list[str]:
        """Say where this is shown before it is changed."""
        used = records.where_used(obj, at=timezone.now())
        notices: list[str] = []
        if used.live:
            where = format_html_join(", ", "“{}”", ((str(edition),) for edition in used.live[:MOST_SHOWN]))
            more = " …" if used.count > MOST_SHOWN else ""
            said = ngettext(
                "Readers see this on %(count)s page. A change shows there at once:",
                "Readers see this on %(count)s pages. A change shows there at once:",
                used.count,
            ) % {"count": used.count}
            notices.append(format_html("{} {}{}", said, where, more))
        if used.standing:
            kinds = ", ".join(dict.fromkeys(str(row._meta.verbose_name) for row in used.standing))
            notices.append(_("Every page shows this (%(where)s). A change shows at once.") % {"where": kinds})
        if notices and not may_change_public(actor_of(request)):
            notices.append(_("So only editors can change it."))
        if used.drafts and not notices:
            notices.append(_("Drafts use this. Readers do not see it yet."))
        return notices

    def overtaken(self, obj: Any, form: Any) -> list[FieldDifference]:
        """Return what was saved meanwhile beside what was typed."""
        stored = type(obj)._default_manager.get(pk=obj.pk)
        typed = {name: value for name, value in form.cleaned_data.items() if hasattr(stored, name)}
        typed.pop("version", None)
        return differences(
            [(self.label_of(form, name), _lines(getattr(stored, name))) for name in typed],
            [(self.label_of(form, name), _lines(value)) for name, value in typed.items()],
        )

    def label_of(self, form: Any, name: str) -> str:
        return str(form.fields[name].label or name)


def _lines(value: Any) -> list[Line]:
    if isinstance(value, list):
        return [Line(str(item), str(item)) for item in value]
    return text_lines("" if value is None else str(value))
