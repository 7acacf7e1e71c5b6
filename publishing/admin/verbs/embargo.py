"""Lifting an embargo, or saying when it ends."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import workflow
from publishing.admin.fields import LocalTimeField
from publishing.admin.situation import Situation, said
from publishing.admin.verbs.forms import VerbForm, note_field


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
