"""The forms that ask once more before a verb is carried out."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import workflow
from publishing.admin.fields import LocalTimeField
from publishing.admin.situation import Situation, said
from publishing.errors import WrongState
from publishing.timeline import Change


class VerbForm(forms.Form):
    """One thing that can be done to a page, with what it needs to know.

    `name` is its address; `link` the button that leads here; `right` what it takes;
    `saves_first` whether the form is saved on the way.
    """

    name = ""
    link: Any = ""
    title: Any = ""
    explanation: Any = ""
    button: Any = ""
    right = "publish"
    saves_first = False
    is_grave = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, situation: Situation, page: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.situation = situation
        self.page = page
        self.request = request
        self.working_copy = situation.working_copy
        self.initial["version"] = self.working_copy.version
        edition = self.edition_seen(situation)
        self.initial["edition"] = edition.number if edition else None
        self.add_fields()

    def add_fields(self) -> None:
        """Add the fields that depend on the situation."""

    def ask_about_pending(self) -> None:
        """Ask what becomes of what is scheduled already."""
        if not self.situation.pending:
            return
        when = ", ".join(said(e.live_from, zone=True) for e in self.situation.pending)
        self.fields["pending"] = forms.ChoiceField(
            label=_("Already scheduled for %(when)s") % {"when": when},
            choices=[("keep", _("Keep that on schedule")), ("cancel", _("Cancel that"))],
            widget=forms.RadioSelect,
        )

    def edition_seen(self, situation: Situation) -> Any | None:
        """Return the published version this is about."""
        return situation.live

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        """Tell whether the page has a button for this now."""
        return True

    @classmethod
    def can_be_asked(cls, situation: Situation) -> bool:
        """Tell whether this makes sense now, wherever the colleague comes from."""
        return cls.is_offered(situation)

    def carry_out(self, *, actor: Any) -> str:
        """Do it, and say what was done."""
        raise NotImplementedError

    def next_url(self) -> str:
        """Return where to go on."""
        return str(self.page.url("change", self.working_copy))


def note_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
    )


class HandOver(VerbForm):
    name = "hand-over"
    link = gettext_lazy("Hand to the editors…")
    title = gettext_lazy("Hand to the editors")
    explanation = gettext_lazy("The editors see it in their list. You can still change it.")
    button = gettext_lazy("Hand over")
    right = "change"
    saves_first = True
    note = note_field(gettext_lazy("Note for the editors"))

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return not situation.is_submitted

    def carry_out(self, *, actor: Any) -> str:
        data = self.cleaned_data
        workflow.submit(
            working_copy=self.working_copy, version=data["version"], actor=actor, note=data["note"]
        )
        return _("The editors have it now.")


class SendBack(VerbForm):
    name = "send-back"
    link = gettext_lazy("Send back…")
    title = gettext_lazy("Send back")
    button = gettext_lazy("Send back")
    saves_first = True
    note = note_field(gettext_lazy("What is still to be done"))

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return situation.is_submitted

    def carry_out(self, *, actor: Any) -> str:
        data = self.cleaned_data
        workflow.send_back(
            working_copy=self.working_copy, version=data["version"], actor=actor, note=data["note"]
        )
        return _("It was sent back. %(who)s has it now.") % {"who": self.working_copy.who_has_it}


class PublicTerms(VerbForm):
    """What publishing now and publishing later both ask."""

    saves_first = True
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
            label=_("Ends"), required=False, help_text=_("Leave empty for no end.")
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
        }


class Publish(PublicTerms):
    name = "publish"
    link = gettext_lazy("Publish…")
    title = gettext_lazy("Publish")
    explanation = gettext_lazy("Readers see it at once.")
    button = gettext_lazy("Publish now")

    def carry_out(self, *, actor: Any) -> str:
        edition = workflow.publish(**self.terms(), actor=actor, together_with=self.together_with())
        return _("Published as version %(number)d.") % {"number": edition.number}

    def together_with(self) -> list[Any]:
        """Return other pages to publish in the same step."""
        return []


class Schedule(PublicTerms):
    name = "schedule"
    link = gettext_lazy("Schedule…")
    title = gettext_lazy("Schedule")
    explanation = gettext_lazy(
        "This saved version goes public by itself. What you change afterwards stays in the draft."
    )
    button = gettext_lazy("Schedule")

    def add_fields(self) -> None:
        self.fields["starts_at"] = LocalTimeField(label=_("Publish on"))
        super().add_fields()

    def carry_out(self, *, actor: Any) -> str:
        starts_at = self.cleaned_data["starts_at"]
        workflow.schedule(**self.terms(), actor=actor, starts_at=starts_at)
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
    link = gettext_lazy("Take down…")
    title = gettext_lazy("Take down")
    explanation = gettext_lazy(
        "Readers get “page not found” at once, and what is scheduled is cancelled. "
        "The draft and all versions stay."
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
    link = gettext_lazy("Correct…")
    title = gettext_lazy("Publish a correction")
    explanation = gettext_lazy("The draft as saved is published, with a dated note that readers see.")
    button = gettext_lazy("Publish with this note")
    saves_first = True
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
        )
        return _("Published with the note.")


class Retract(LiveVerb):
    name = "retract"
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

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return situation.was_seen and situation.live is None

    @classmethod
    def can_be_asked(cls, situation: Situation) -> bool:
        return situation.was_seen

    def add_fields(self) -> None:
        seen = [e for e in self.situation.editions if not e.is_empty and e.live_from <= self.situation.at]
        self.fields["edition"] = forms.TypedChoiceField(
            label=_("Which"),
            coerce=int,
            choices=[
                (e.number, f"{e.number}: {e} · {said(e.live_from)}")
                for e in reversed(seen)
                if e != self.situation.live
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
        return _("Published again, as version %(number)d.") % {"number": edition.number}


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
        return _("Version %(number)d is the draft now.") % {"number": data["revision"]}
