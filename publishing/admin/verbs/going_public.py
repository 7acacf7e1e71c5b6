"""Publishing now, later, and not after all."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import workflow
from publishing.admin.fields import LocalTimeField
from publishing.admin.situation import Situation, said
from publishing.admin.verbs.forms import VerbForm, note_field
from publishing.embargoes import Embargo
from publishing.timeline import Change


class PublicTerms(VerbForm):
    """What publishing now and publishing later both ask."""

    saves_first = True
    shows_draft_to_readers = True
    kinds = (Change.MINOR, Change.UPDATE, Change.CLARIFICATION, Change.CORRECTION)

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return situation.live is None or situation.differs

    def add_fields(self) -> None:
        if self.situation.was_seen:
            self.fields["change"] = forms.ChoiceField(
                label=_("What changed for readers"),
                choices=[(kind.value, kind.label) for kind in self.kinds],
                initial=Change.MINOR,
                widget=forms.RadioSelect,
            )
            self.fields["public_note"] = note_field(
                _("Public note"),
                help_text=_("Readers see it with its date. Needed for everything but a small fix."),
            )
        self.fields["expires_at"] = LocalTimeField(
            label=_("Ends"),
            required=False,
            initial=self.situation.live.expires_at if self.situation.live else None,
            help_text=_("Leave empty for no end."),
        )
        self.ask_about_pending()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        kind = cleaned.get("change")
        if kind and Change(kind).is_significant and not cleaned.get("public_note", "").strip():
            self.add_error("public_note", _("Write for readers what changed."))
        return cleaned

    def terms(self) -> dict[str, Any]:
        """Return what both verbs take."""
        data = self.cleaned_data
        kind = data.get("change")
        return {
            "working_copy": self.working_copy,
            "version": data["version"],
            "change": Change(kind) if kind else None,
            # A note on a small fix would be frozen and shown without a kind.
            "public_note": data.get("public_note", "") if kind and Change(kind).is_significant else "",
            "expires_at": data["expires_at"],
            "pending": data.get("pending"),
            "left": self.left,
        }


class Publish(PublicTerms):
    name = "publish"
    link = gettext_lazy("Publish…")
    title = gettext_lazy("Publish")
    explanation = gettext_lazy("Readers see it at once.")
    button = gettext_lazy("Publish now")
    carries = None
    goes_public_now = True

    def carry_out(self, *, actor: Any) -> str:
        edition = workflow.publish(
            **self.terms(), actor=actor, together_with=self.together_with(), decisions=self.decisions()
        )
        done = _("Published. Readers see published version %(number)d.") % {"number": edition.number}
        return self.and_what_is_scheduled(done)


class Schedule(PublicTerms):
    name = "schedule"
    link = gettext_lazy("Schedule…")
    title = gettext_lazy("Schedule")
    explanation = gettext_lazy(
        "This saved version goes public by itself. What you change afterwards stays in the draft."
    )
    button = gettext_lazy("Schedule")

    def add_fields(self) -> None:
        embargo = self.situation.embargo
        self.fields["starts_at"] = LocalTimeField(
            label=_("Publish on"),
            initial=embargo.until if embargo else None,
            help_text=embargo.sentence if embargo else "",
        )
        super().add_fields()

    @property
    def embargo(self) -> Embargo | None:
        embargo = self.situation.embargo
        return embargo if embargo and embargo.until is None else None

    def carry_out(self, *, actor: Any) -> str:
        starts_at = self.cleaned_data["starts_at"]
        workflow.schedule(
            **self.terms(), actor=actor, starts_at=starts_at, together_with=self.together_with()
        )
        return _("Scheduled for %(start)s.") % {"start": said(starts_at, zone=True)}


class CancelSchedule(VerbForm):
    name = "cancel-schedule"
    link = gettext_lazy("Cancel schedule…")
    title = gettext_lazy("Cancel schedule")
    explanation = gettext_lazy("What readers see now stays as it is.")
    button = gettext_lazy("Cancel schedule")
    note = note_field(gettext_lazy("Note for colleagues"))

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return bool(situation.pending)

    def add_fields(self) -> None:
        self.fields["edition"] = forms.TypedChoiceField(
            label=_("Which"),
            coerce=int,
            choices=[(e.number, said(e.live_from, zone=True)) for e in self.situation.pending],
            initial=self.situation.pending[0].number if self.situation.pending else None,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": _("That version is not waiting to be published any more.")},
        )
        self.initial.pop("edition")

    def carry_out(self, *, actor: Any) -> str:
        data = self.cleaned_data
        workflow.cancel(
            working_copy=self.working_copy, edition=data["edition"], actor=actor, note=data["note"]
        )
        return _("The schedule was cancelled.")
