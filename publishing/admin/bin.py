"""The bin in the admin: out of every list, on a page of its own, and several drafts deleted at once."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing import workflow
from publishing.admin.guard import actor_of
from publishing.errors import WorkflowError
from publishing.links import editions_of_kind
from publishing.models import Event, Verb
from publishing.querysets import IN_BIN_FOR
from publishing.usage import Use, identity, uses_of_all
from publishing.workflow import binning
from publishing.workflow.locking import Editions

DRAFTS_A_PAGE = 50
LAST_REMOVED = 20
MOST_AT_ONCE = 100


class BinMixin:
    """Keeps deleted drafts out of an admin of working copies, but for their page and the bin's."""

    def get_queryset(self: Any, request: HttpRequest) -> Any:
        """Return what lists, searches and search boxes find."""
        return super().get_queryset(request).out_of_bin()  # type: ignore[misc]

    def get_object(self: Any, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Return one draft, be it in the bin; none whose time there is over."""
        found = super().get_object(request, object_id, from_field)  # type: ignore[misc]
        if found is not None:
            return found
        field = self.model._meta.pk if from_field is None else self.model._meta.get_field(from_field)
        try:
            wanted = {field.name: field.to_python(object_id)}
        except (ValidationError, ValueError):
            return None
        return self.model.objects.in_bin(timezone.now()).filter(**wanted).first()

    def has_change_permission(self: Any, request: HttpRequest, obj: Any = None) -> bool:
        """Open nothing in the bin for changes; what is sent all the same the verb keeps and refuses."""
        if obj is not None and obj.binned_at is not None and request.method != "POST":
            return False
        return bool(super().has_change_permission(request, obj))  # type: ignore[misc]

    def changelist_view(self: Any, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        more = {"bin_url": self.url("bin"), "in_bin": self.model.objects.in_bin(timezone.now()).count()}
        answer: HttpResponse = super().changelist_view(  # type: ignore[misc]
            request, {**more, **(extra_context or {})}
        )
        return answer

    def pages(self: Any) -> list[URLPattern]:
        return [self.page("bin/", self.bin_view, "bin"), *super().pages()]  # type: ignore[misc]

    def bin_view(self: Any, request: HttpRequest) -> HttpResponse:
        """Show what was deleted and can be put back, and what was removed for good lately."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        actor = actor_of(request)
        binned = self.model.objects.in_bin(timezone.now()).select_related("holder", "binned_by")
        page = Paginator(binned.order_by("-binned_at", "-pk"), DRAFTS_A_PAGE).get_page(request.GET.get("p"))
        removed = Event.objects.filter(kind=self.opts.model_name, verb=Verb.REMOVE).select_related("actor")
        answer: HttpResponse = self.render_page(
            request,
            "admin/bin.html",
            obj=None,
            title=_("Bin: %(kind)s") % {"kind": self.opts.verbose_name_plural},
            page=page,
            days=IN_BIN_FOR.days,
            drafts=[
                {
                    "draft": draft,
                    "url": self.url("change", draft),
                    "put_back_url": self.url("put-back", draft) if binning.may_put_back(actor, draft) else "",
                }
                for draft in page
            ],
            removed=removed.order_by("-id")[:LAST_REMOVED],
        )
        return answer

    # Several at once, from the list.

    @admin.action(permissions=["change"], description=gettext_lazy("Delete drafts…"))
    def delete_drafts(self: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask once more, then put each chosen draft in the bin that can go there."""
        if "version" in request.POST:
            self._delete_as_seen(request, queryset)
            return HttpResponseRedirect(self.url("changelist"))
        editions = editions_of_kind(self.model).order_by("number")
        own = Prefetch("editions", queryset=editions.defer("body_html"))
        chosen = queryset.select_related("holder").defer("body").prefetch_related(own)
        drafts = list(chosen[: MOST_AT_ONCE + 1])
        if len(drafts) > MOST_AT_ONCE:
            sentence = ngettext(
                "Choose %(most)d draft at most at a time.",
                "Choose %(most)d drafts at most at a time.",
                MOST_AT_ONCE,
            )
            messages.warning(request, sentence % {"most": MOST_AT_ONCE})
            return None
        uses = uses_of_all(drafts)
        found = [(draft, _obstacle(draft, uses[identity(draft)], actor_of(request))) for draft in drafts]
        answer: HttpResponse = self.render_page(
            request,
            "admin/delete_drafts.html",
            obj=None,
            title=_("Delete drafts"),
            days=IN_BIN_FOR.days,
            going=[draft for draft, why in found if not why],
            staying=[(draft, why) for draft, why in found if why],
        )
        return answer

    def _delete_as_seen(self, request: HttpRequest, queryset: Any) -> None:
        """Delete the drafts at the versions shown; say of each that stays why."""
        seen = dict(part.split(":", 1) for part in request.POST.getlist("version") if ":" in part)
        done = 0
        for draft in queryset:
            version = seen.get(str(draft.pk), "")
            if not (version.isascii() and version.isdigit() and len(version) < 10):
                continue
            try:
                workflow.bin_draft(working_copy=draft, version=int(version), actor=actor_of(request))
            except WorkflowError as refusal:
                messages.error(request, f"{draft}: {refusal}")
            else:
                done += 1
        if done:
            said = ngettext("%(count)d draft is in the bin.", "%(count)d drafts are in the bin.", done)
            how_long = ngettext(
                "What is in the bin can be put back for %(days)d day.",
                "What is in the bin can be put back for %(days)d days.",
                IN_BIN_FOR.days,
            )
            sentences = (said % {"count": done}, how_long % {"days": IN_BIN_FOR.days})
            messages.success(request, " ".join(sentences))


def _obstacle(draft: Any, uses: Iterable[Use], actor: Any) -> str:
    """Say why a draft cannot be deleted, without trying."""
    if not binning.may_bin(actor, draft):
        return _("It is not in your hands. Ask an editor.")
    if reason := binning.why_not_bin(Editions(draft.editions.all())):
        return reason
    where = ", ".join(str(use) for use in uses if not use.in_bin)
    return _("Used in: %(where)s.") % {"where": where} if where else ""
