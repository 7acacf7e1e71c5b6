"""What every confirmation page has in common."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from publishing.admin.deciding import PlacesForm, decisions_in
from publishing.admin.fields import in_language
from publishing.admin.situation import Situation, said
from publishing.bases import Payload
from publishing.checks import Left
from publishing.embargoes import Embargo
from publishing.usage import Use
from publishing.workflow import Decision, Place
from publishing.workflow.locking import may


class VerbForm(forms.Form):
    """One thing that can be done to a page, with what it needs to know.

    `name` is its address; `link` the button that leads here; `right` what it takes;
    `saves_first` whether the form is saved on the way; `is_for_bin` whether it is for drafts in the
    bin, where nothing else is done; `shows_draft_to_readers` whether it warns of what is missing or
    not decided in the draft.
    """

    name = ""
    link: Any = ""
    title: Any = ""
    explanation: Any = ""
    button: Any = ""
    right = "publish"
    saves_first = False
    is_for_bin = False
    shows_draft_to_readers = False
    is_grave = False
    goes_public_now = False
    """Whether readers would have the draft at once, which an embargo does not let them."""
    carries: bool | None = False
    """Whether what it changes is carried into what stays scheduled; None if the colleague says so."""
    places: PlacesForm | None = None
    left: Left | None = None
    """What checks found and stays as it is, for the history."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        situation: Situation,
        page: Any,
        request: Any,
        payload: Payload | None = None,
        **kwargs: Any,
    ) -> None:
        """Ask about the draft as it is saved, or about the words given."""
        super().__init__(*args, **kwargs)
        self.words = payload
        self.situation = situation
        self.page = page
        self.request = request
        self.working_copy = situation.working_copy
        self.initial["version"] = self.working_copy.version
        edition = self.edition_seen(situation)
        self.initial["edition"] = edition.number if edition else None
        self.add_fields()
        in_language(self, self.working_copy.language)

    @property
    def payload(self) -> Payload:
        """Return what readers would get."""
        return self.working_copy.payload() if self.words is None else self.words

    @property
    def embargo(self) -> Embargo | None:
        """Return the embargo that keeps this from being done; with one, there is no button."""
        return self.situation.embargo if self.goes_public_now else None

    def add_fields(self) -> None:
        """Add the fields that depend on the situation."""

    def ask_about_pending(self) -> None:
        """Ask what becomes of what is scheduled already."""
        if not self.situation.pending:
            return
        when = ", ".join(said(e.live_from, zone=True) for e in self.situation.pending)
        self.fields["pending"] = forms.ChoiceField(
            label=_("Already scheduled for %(when)s") % {"when": when},
            choices=[*self._ways_to_keep(), ("cancel", _("Cancel that"))],
            widget=forms.RadioSelect,
        )

    def _ways_to_keep(self) -> list[tuple[str, str]]:
        carried = _("Keep that on schedule, and carry this change into it")
        if self.carries:
            return [("keep", carried)]
        if self.carries is None:
            return [("carry", carried), ("keep", _("Keep that on schedule as it is"))]
        return [("keep", _("Keep that on schedule"))]

    def together_with(self) -> list[Any]:
        """Return other pages that go public in the same step."""
        return []

    def decisions(self) -> dict[str, Decision]:
        """Return what is to stand where what is scheduled says something else."""
        return decisions_in(self.data)

    def ask_about_places(self, places: Sequence[Place]) -> None:
        """Show where what is scheduled says something else, and ask what is to stand there."""
        self.places = PlacesForm(self.data, places=places, page=self.page, request=self.request)

    @property
    def media(self) -> Any:
        """Return what the page needs for its fields, those of the places included."""
        return super().media + self.places.media if self.places else super().media

    def and_what_is_scheduled(self, done: str) -> str:
        """Say of what is scheduled that it has the change too."""
        pending = self.cleaned_data.get("pending")
        if pending == "carry" or (pending == "keep" and self.carries):
            done = " ".join((done, _("What is scheduled has the change too.")))
        return done

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

    @classmethod
    def why_not(cls, situation: Situation) -> str:
        """Say why this makes no sense now."""
        return _("This draft is in the bin.") if situation.is_binned else _("That cannot be done now.")

    @classmethod
    def is_for(cls, actor: Any, situation: Situation) -> bool:
        """Tell whether this colleague may do it to this page."""
        return may(actor, situation.working_copy, cls.right)

    def obstacles(self) -> list[Use]:
        """Return what has to be changed elsewhere first; with any, there is no button."""
        return []

    def missing(self) -> list[str]:
        """Return what the draft lacks before readers can have it; with anything, there is no button."""
        lacking: list[str] = []
        if self.shows_draft_to_readers:
            lacking = self.working_copy.missing(self.payload)
        return lacking

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
