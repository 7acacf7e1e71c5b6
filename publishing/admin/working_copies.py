"""The admin of what goes through drafts and versions: articles, pages and people."""

import logging
from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import F, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import payloads, workflow
from publishing.admin import verbs
from publishing.admin.bin import BinMixin
from publishing.admin.differences import FieldDifference, differences
from publishing.admin.editor import EditorMixin
from publishing.admin.fixing import FixLive
from publishing.admin.guard import GuardedAdmin, actor_of, may
from publishing.admin.situation import Situation
from publishing.admin.texts import TextsMixin
from publishing.admin.uses import shown_uses
from publishing.admin.versions import VersionsMixin
from publishing.admin.writing.checking import CheckingMixin
from publishing.admin.writing.collisions import CollisionsMixin
from publishing.admin.writing.company import CompanyMixin
from publishing.admin.writing.keeping import KeepingMixin
from publishing.admin.writing.live_text import LiveTextMixin
from publishing.admin.writing.merging import MergingMixin
from publishing.admin.writing.notes import NotesMixin
from publishing.admin.writing.offering import OfferingMixin
from publishing.admin.writing.page import WritingMixin
from publishing.admin.writing.pasted_article import note_of
from publishing.admin.writing.pasting import PastingMixin
from publishing.admin.writing.previewing import PreviewMixin
from publishing.admin.writing.publish_panel import PublishPanelMixin
from publishing.admin.writing.saving import SavingMixin
from publishing.admin.writing.settling import SettlingMixin
from publishing.bases import Payload, Stage
from publishing.errors import InvalidText, NotReady, WordsCollide, WorkflowError
from publishing.links import editions_of_kind
from publishing.row_by_row import there_is

logger = logging.getLogger(__name__)


class PublicFilter(admin.SimpleListFilter):
    """Filter the list by what readers see."""

    title = gettext_lazy("readers")
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("live", _("See it")),
            ("later", _("Will see it on schedule")),
            ("no", _("Do not see it")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "live":
                return queryset.filter(is_live=True)
            case "later":
                return queryset.filter(pk__in=self._due(queryset))
            case "no":
                not_yet = Q(pk__in=self._due(queryset), is_live=False)
                return queryset.filter(Q(seen_until__lte=timezone.now()) | not_yet)
        return queryset

    def _due(self, queryset: Any) -> Any:
        """Find what waits for its time from the few editions that do, not from each of the many drafts."""
        waiting = editions_of_kind(queryset.model).filter(
            live_from__gt=timezone.now(), live_from__lt=F("live_until")
        )
        return waiting.order_by().values("working_copy")


class HolderFilter(admin.SimpleListFilter):
    """Filter the list by whose turn it is."""

    title = gettext_lazy("who has it")
    parameter_name = "holder"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("me", _("You")), ("nobody", _("Nobody in particular"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "me":
                return queryset.filter(holder=request.user)
            case "nobody":
                return queryset.filter(holder=None)
        return queryset


class WorkingCopyAdmin(
    CompanyMixin,
    MergingMixin,
    CollisionsMixin,
    PublishPanelMixin,
    LiveTextMixin,
    CheckingMixin,
    OfferingMixin,
    PastingMixin,
    SettlingMixin,
    SavingMixin,
    KeepingMixin,
    NotesMixin,
    PreviewMixin,
    BinMixin,
    EditorMixin,
    VersionsMixin,
    WritingMixin,
    TextsMixin,
    GuardedAdmin,
):
    """A draft's form, and one confirmation page for each thing that can be done to it."""

    change_form_template = "admin/working_copy_form.html"
    change_list_template = "admin/working_copy_list.html"
    actions = ("delete_drafts",)
    list_filter: ClassVar[Any] = ("stage", HolderFilter, PublicFilter)
    fixable: ClassVar[Sequence[str]] = ()
    verb_forms: ClassVar[Sequence[type[verbs.VerbForm]]] = (
        verbs.HandOver,
        verbs.SendBack,
        verbs.TakeOver,
        verbs.Publish,
        verbs.Schedule,
        verbs.CancelSchedule,
        FixLive,
        verbs.Correct,
        verbs.Retract,
        verbs.TakeDown,
        verbs.PublishAgain,
        verbs.Discard,
        verbs.Delete,
        verbs.PutBack,
    )

    def payload_from(self, form: Any, formsets: Sequence[Any]) -> Payload:
        """Return what the form and its rows say, as verbs take it."""
        raise NotImplementedError

    def write_draft(self, request: HttpRequest, form: Any, formsets: Sequence[Any], *, change: bool) -> None:
        """Hand the form and its rows to the verb; `write` sees to what was kept of them."""
        try:
            payload = self.with_settled_notes(request, self.payload_from(form, formsets))
            self._write(request, form, payload, change=change)
        except IntegrityError as error:
            # It was there a moment ago: somebody else has just removed it for good. Should it be
            # anything else, the log tells.
            logger.warning("The database refused what was saved.", exc_info=True)
            raise InvalidText(
                _("Something you chose was deleted at this very moment, so nothing was saved. Save again.")
            ) from error

    def _write(self, request: HttpRequest, form: Any, payload: Payload, *, change: bool) -> None:
        if not change:
            workflow.create(
                working_copy=form.instance, payload=payload, actor=actor_of(request), note=note_of(request)
            )
            return
        stored = type(form.instance)._default_manager.get(pk=form.instance.pk)
        held = stored.payload()
        if payloads.changed(stored, payload, held=held) == held:
            request.was_unchanged = True
            return
        seen = form.cleaned_data["version"]
        saved = workflow.save_revision(
            working_copy=stored,
            payload=payload,
            version=seen,
            actor=actor_of(request),
            note=note_of(request),
        )
        request.was_unchanged = saved.was_there
        self.note_others(request, stored, saved, sent=payload, seen=seen)
        form.instance.refresh_from_db()

    # The list.

    def get_queryset(self, request: HttpRequest) -> Any:
        now = timezone.now()
        editions = editions_of_kind(self.model)
        own = editions.filter(working_copy=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                is_live=there_is(editions.live(now).filter(working_copy=OuterRef("pk"))),
                is_due=there_is(own.filter(live_from__gt=now, live_from__lt=F("live_until"))),
                was_seen=there_is(own.filter(live_from__lte=now, live_from__lt=F("live_until"))),
            )
        )

    @admin.display(description=gettext_lazy("state"))
    def state(self, obj: Any) -> str:
        embargo = obj.embargo
        if embargo is None or not embargo.holds(timezone.now()):
            return self._state(obj)
        return f"{self._state(obj)} · {embargo.sentence.rstrip('.')}"

    def _state(self, obj: Any) -> str:
        if obj.stage == Stage.SUBMITTED:
            return _("Published; changes with the editors") if obj.is_live else _("With the editors")
        if obj.is_live:
            return _("Published")
        if obj.is_due:
            return _("Scheduled")
        return _("Taken down") if obj.was_seen else _("Draft")

    def state_of_one(self, obj: Any) -> str:
        """Name the state of a row that was not loaded for a list."""
        return Situation.of(obj).state

    @admin.display(description=gettext_lazy("who has it"))
    def who_has_it(self, obj: Any) -> str:
        return str(super().who_has_it(obj))

    # After saving.

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._go_on(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if "_popup" in request.POST:
            return super().response_change(request, obj)
        return self._go_on(request, obj)

    def _go_on(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go where the button pressed leads: back to the form, or on to a confirmation page."""
        if merged := getattr(request, "merged", None):
            messages.success(request, merged.said)
        elif not getattr(request, "was_unchanged", False):
            messages.success(
                request, _("Saved as version %(number)d") % {"number": obj.version}, extra_tags="saved"
            )
        then = request.POST.get("_then", "")
        if then and (then == "preview" or then in self._offered_names(request, obj)):
            return redirect(self.url(then, obj))
        if then:
            messages.warning(request, _("That cannot be done now."))
        elif getattr(request, "was_unchanged", False):
            messages.info(request, _("Nothing was changed, so nothing was saved."))
        return redirect(self.url("change", obj))

    def _offered_names(self, request: HttpRequest, obj: Any) -> set[str]:
        return {verb.name for verb in self.offered_verbs(request, Situation.of(obj))}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        obj = context.get("original")
        if obj is not None:
            situation = Situation.of(type(obj)._default_manager.get(pk=obj.pk))
            context["situation"] = situation
            context["verbs"] = [
                {
                    "name": verb.name,
                    "link": verb.link,
                    "url": self.url(verb.name, obj),
                    "saves_first": verb.saves_first,
                    "is_grave": verb.is_grave,
                }
                for verb in self.offered_verbs(request, situation)
            ]
            context["notices"] = self.notices(request, situation)
            context["conflicts"] = self.undecided(situation.working_copy)
        return super().render_change_form(request, context, *args, **kwargs)

    def undecided(self, working_copy: Any) -> list[FieldDifference]:
        """Return where a fix and the draft say different things and nobody has decided, side by side."""
        conflicts = workflow.unresolved_conflicts(working_copy)
        draft = working_copy.payload() if conflicts else {}
        return [
            difference
            for conflict in conflicts
            for difference in differences(
                self.shown(draft | {conflict.field: conflict.draft}),
                self.shown(draft | {conflict.field: conflict.fix}),
            )
        ]

    def notices(self, request: HttpRequest, situation: Situation) -> list[str]:
        """Say what a colleague should see before anything else."""
        return []

    # One confirmation page for each verb.

    def offered_verbs(self, request: HttpRequest, situation: Situation) -> list[type[verbs.VerbForm]]:
        """Return what this colleague can do to a page in this state."""
        actor = actor_of(request)
        return [
            verb
            for verb in self.verb_forms
            if verb.is_for_bin == situation.is_binned
            and verb.is_offered(situation)
            and verb.is_for(actor, situation)
        ]

    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            *(
                self.page(f"<int:object_id>/{verb.name}/", self.verb_view, verb.name, verb=verb)
                for verb in (*self.verb_forms, verbs.BringBack)
            ),
        ]

    def verb_view(self, request: HttpRequest, object_id: int, *, verb: type[verbs.VerbForm]) -> HttpResponse:
        """Ask once more, then do it."""
        obj = self.object_or_404(request, object_id)
        if not may(request, verb.right, self.model):
            raise PermissionDenied
        situation = Situation.of(obj)
        data = request.POST if request.method == "POST" else None
        form = verb(data, situation=situation, page=self, request=request)
        makes_sense = verb.is_for_bin == situation.is_binned and verb.can_be_asked(situation)
        if data is None and not makes_sense:
            messages.warning(request, verb.why_not(situation))
            return redirect(self.url("change", obj))
        if data is not None and form.is_valid():
            try:
                done = form.carry_out(actor=actor_of(request))
            except WordsCollide as refusal:
                form.ask_about_places(refusal.places)
                form.add_error(None, str(refusal))
            except WorkflowError as refusal:
                # What the draft lacks stands on the page as a list anyway.
                if not (isinstance(refusal, NotReady) and form.missing()):
                    form.add_error(None, str(refusal))
            else:
                messages.success(request, done)
                return redirect(form.next_url())
        return self.render_verb(request, form, situation)

    def render_verb(self, request: HttpRequest, form: verbs.VerbForm, situation: Situation) -> HttpResponse:
        """Render a verb's confirmation page."""
        obj = situation.working_copy
        response: HttpResponse = self.render_page(
            request,
            "admin/verb.html",
            obj=obj,
            title=f"{form.title}: {obj}",
            form=form,
            obstacles=shown_uses(form.obstacles()),
            missing=form.missing(),
            situation=situation,
            embargo=form.embargo or (situation.embargo if isinstance(form, verbs.LiftEmbargo) else None),
            lift_url=self.url(verbs.LiftEmbargo.name, obj) if form.embargo else "",
            conflicts=self.undecided(obj) if form.shows_draft_to_readers else [],
            places=form.places.shown() if form.places else [],
            form_media=self.form_media(request, form),
        )
        return response
