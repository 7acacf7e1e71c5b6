"""What is done to what readers see, or saw."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import workflow
from publishing.admin.situation import Situation, said
from publishing.admin.verbs.forms import VerbForm, note_field
from publishing.errors import WrongState
from publishing.links import editions_of_kind
from publishing.timeline import Change


class LiveVerb(VerbForm):
    """Something done to what readers see, named by the version the colleague saw."""

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return situation.live is not None

    def seen(self) -> int:
        """Return the number of the version seen; refuse if there was none."""
        number = self.cleaned_data["edition"]
        if number is None:
            raise WrongState(_("Readers do not see this now. Look at it, then try again."))
        return int(number)


class TakeDown(LiveVerb):
    name = "take-down"
    right = "withdraw"
    link = gettext_lazy("Take down…")
    title = gettext_lazy("Take down")
    explanation = gettext_lazy(
        "Readers get “page not found” at once, and what is scheduled is cancelled. "
        "The draft and all saved and published versions stay."
    )
    button = gettext_lazy("Take down")
    is_grave = True
    note = note_field(gettext_lazy("Why, for colleagues"))

    def carry_out(self, *, actor: Any) -> str:
        workflow.withdraw(
            working_copy=self.working_copy,
            edition=self.seen(),
            actor=actor,
            note=self.cleaned_data["note"],
        )
        return _("Taken down. Readers do not see it any more.")


class Correct(LiveVerb):
    name = "correct"
    right = "withdraw"
    link = gettext_lazy("Correct…")
    title = gettext_lazy("Publish a correction")
    explanation = gettext_lazy("The draft as saved is published, with a dated note that readers see.")
    button = gettext_lazy("Publish with this note")
    saves_first = True
    shows_draft_to_readers = True
    carries = True
    goes_public_now = True
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[
            (kind.value, kind.label) for kind in (Change.CORRECTION, Change.CLARIFICATION, Change.UPDATE)
        ],
        initial=Change.CORRECTION,
        widget=forms.RadioSelect,
    )
    note = note_field(gettext_lazy("What was wrong, and what is right"), required=True)

    def add_fields(self) -> None:
        self.ask_about_pending()

    def carry_out(self, *, actor: Any) -> str:
        data = self.cleaned_data
        workflow.correct(
            working_copy=self.working_copy,
            version=data["version"],
            actor=actor,
            kind=Change(data["kind"]),
            note=data["note"],
            pending=data.get("pending"),
            together_with=self.together_with(),
            decisions=self.decisions(),
            left=self.left,
        )
        return self.and_what_is_scheduled(_("Published with the note."))


class Retract(LiveVerb):
    name = "retract"
    right = "withdraw"
    link = gettext_lazy("Retract…")
    title = gettext_lazy("Retract")
    explanation = gettext_lazy(
        "The page stays, with this notice on top for good. What is scheduled is cancelled."
    )
    button = gettext_lazy("Retract")
    is_grave = True
    note = note_field(gettext_lazy("The notice readers see"), required=True)

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return situation.live is not None and not situation.live.is_retracted

    def carry_out(self, *, actor: Any) -> str:
        workflow.retract(
            working_copy=self.working_copy,
            edition=self.seen(),
            actor=actor,
            note=self.cleaned_data["note"],
        )
        return _("Retracted. Readers see the notice on top of the page.")


class PublishAgain(VerbForm):
    name = "publish-again"
    link = gettext_lazy("Publish again…")
    title = gettext_lazy("Publish again")
    explanation = gettext_lazy("Readers see this published version again; the draft stays as it is.")
    button = gettext_lazy("Publish again")
    goes_public_now = True

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return situation.was_seen and situation.live is None

    @classmethod
    def can_be_asked(cls, situation: Situation) -> bool:
        return situation.was_seen

    def add_fields(self) -> None:
        own = editions_of_kind(type(self.working_copy)).filter(working_copy=self.working_copy)
        seen = own.seen(self.situation.at).defer("body_html").order_by("-number")
        self.fields["edition"] = forms.TypedChoiceField(
            label=_("Which"),
            coerce=int,
            choices=[
                (e.number, f"{e.number}: {e} · {said(e.live_from)}") for e in seen if e != self.situation.live
            ],
            initial=self.request.GET.get("edition"),
            widget=forms.Select,
        )
        self.initial.pop("edition")
        self.ask_about_pending()

    def carry_out(self, *, actor: Any) -> str:
        data = self.cleaned_data
        edition = workflow.republish(
            working_copy=self.working_copy,
            actor=actor,
            edition=data["edition"],
            pending=data.get("pending"),
        )
        return _("Published again. Readers see published version %(number)d.") % {"number": edition.number}
