"""Setting the draft back to an earlier text."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import workflow
from publishing.admin.situation import Situation
from publishing.admin.verbs.forms import VerbForm


class Discard(VerbForm):
    name = "discard"
    link = gettext_lazy("Discard draft…")
    title = gettext_lazy("Discard draft")
    explanation = gettext_lazy(
        "The draft goes back to what readers see. Its text stays among the saved versions."
    )
    button = gettext_lazy("Discard draft")
    right = "change"
    is_grave = True

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return situation.differs

    def carry_out(self, *, actor: Any) -> str:
        version = self.cleaned_data["version"]
        workflow.discard(working_copy=self.working_copy, version=version, actor=actor)
        return _("The draft is what readers see. Its former text is among the saved versions.")


class BringBack(VerbForm):
    name = "bring-back"
    title = gettext_lazy("Bring back a saved version")
    explanation = gettext_lazy("It becomes the draft; the present draft stays among the saved versions.")
    button = gettext_lazy("Bring back")
    right = "change"
    revision = forms.IntegerField(label=gettext_lazy("Saved version"), min_value=1)

    def add_fields(self) -> None:
        self.initial["revision"] = self.request.GET.get("revision")

    def carry_out(self, *, actor: Any) -> str:
        data = self.cleaned_data
        workflow.restore(
            working_copy=self.working_copy,
            revision=data["revision"],
            version=data["version"],
            actor=actor,
        )
        return _("The text of saved version %(number)d is the draft now.") % {"number": data["revision"]}
