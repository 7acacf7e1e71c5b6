"""Holding a draft back, lifting an embargo, or saying when it ends."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import workflow
from publishing.admin.fields import LocalTimeField, OneLineField
from publishing.admin.situation import Situation, said
from publishing.admin.verbs.forms import VerbForm, note_field
from publishing.embargoes import Embargo
from publishing.workflow.embargoing import calling_off


class PutUnderEmbargo(VerbForm):
    name = "put-under-embargo"
    link = gettext_lazy("Put under embargo…")
    title = gettext_lazy("Put under embargo")
    explanation = gettext_lazy(
        "Until it ends nothing of the draft goes public. What is scheduled for an earlier time is cancelled."
    )
    button = gettext_lazy("Put under embargo")
    right = "change"
    line = OneLineField(
        label=gettext_lazy("What it says"),
        max_length=300,
        help_text=gettext_lazy("The line as it came, or who asked for it. Readers never see it."),
    )

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return situation.embargo is None and (situation.live is None or situation.differs)

    def add_fields(self) -> None:
        self.fields["until"] = LocalTimeField(
            label=_("It ends on"), required=False, help_text=_("Leave empty while nobody has said when.")
        )

    def clean_until(self) -> datetime | None:
        until: datetime | None = self.cleaned_data["until"]
        if until is not None and until <= timezone.now():
            raise forms.ValidationError(_("That time has passed. Choose a later one, or leave it empty."))
        return until

    def carry_out(self, *, actor: Any) -> str:
        data = self.cleaned_data
        embargo = Embargo(data["line"], data["until"])
        called_off = workflow.put_under_embargo(working_copy=self.working_copy, embargo=embargo, actor=actor)
        return " ".join([embargo.sentence, *([calling_off(called_off)] if called_off else [])])


class LiftEmbargo(VerbForm):
    name = "lift-embargo"
    link = gettext_lazy("Lift the embargo…")
    title = gettext_lazy("Lift the embargo")
    explanation = gettext_lazy("Nothing is published by this. From then on it can be.")
    button = gettext_lazy("Lift the embargo")
    is_grave = True
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = note_field(
        gettext_lazy("Why it does not hold any more"),
        required=True,
        help_text=gettext_lazy("Colleagues find it in the history. Readers never see it."),
    )

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return situation.embargo is not None

    @classmethod
    def why_not(cls, situation: Situation) -> str:
        return super().why_not(situation) if situation.is_binned else _("This is not under embargo any more.")

    def add_fields(self) -> None:
        embargo = self.situation.embargo
        self.initial["seen"] = embargo.mark if embargo else ""
        self.fields["until"] = LocalTimeField(
            label=_("It ends on"),
            required=False,
            help_text=_("Leave empty to lift it at once. With a time, it holds until then instead."),
        )

    def carry_out(self, *, actor: Any) -> str:
        data = self.cleaned_data
        workflow.lift_embargo(
            working_copy=self.working_copy,
            seen=data["seen"],
            actor=actor,
            reason=data["reason"],
            until=data["until"],
        )
        if data["until"]:
            return _("The embargo ends on %(when)s.") % {"when": said(data["until"], zone=True)}
        return _("The embargo is lifted. Nothing was published by this.")
