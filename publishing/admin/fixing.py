"""Fix what readers see while the draft goes on being rewritten."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing import payloads, workflow
from publishing.admin.situation import Situation
from publishing.admin.verbs import PublicTerms, note_field
from publishing.errors import WrongState
from publishing.timeline import Change


class FixLive(PublicTerms):
    """The published text in an editor of its own."""

    name = "fix"
    link = gettext_lazy("Fix what is live…")
    title = gettext_lazy("Fix what is live")
    explanation = gettext_lazy(
        "This is the text readers see, without the draft's changes. Your fix is public at once and is "
        "carried into the draft."
    )
    button = gettext_lazy("Publish the fix")
    saves_first = False
    shows_draft_to_readers = False
    carries = True

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return situation.live is not None and situation.differs

    def add_fields(self) -> None:
        live = payloads.read(self.situation.live.revision) if self.situation.live else {}
        for name in self.page.fixable:
            model_field = self.working_copy._meta.get_field(name)
            self.fields[name] = self.page.formfield_for_dbfield(model_field, self.request)
            self.initial[name] = live.get(name)
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
        self.ask_about_pending()
        self.carried: Any = None

    def carry_out(self, *, actor: Any) -> str:
        data = self.cleaned_data
        if data["edition"] is None:
            raise WrongState(_("Readers do not see this now. Look at it, then try again."))
        kind = Change(data["change"])
        self.carried = workflow.fix_live(
            working_copy=self.working_copy,
            edition=data["edition"],
            payload={name: data[name] for name in self.page.fixable},
            actor=actor,
            change=kind,
            public_note=data["public_note"] if kind.is_significant else "",
            pending=data.get("pending"),
            decisions=self.decisions(),
            left=self.left,
        )
        if self.carried.conflicts:
            count = len(self.carried.conflicts)
            done = ngettext(
                "The fix is public. The draft says something else in %(count)d place: both are kept. "
                "Compare them here.",
                "The fix is public. The draft says something else in %(count)d places: both are kept. "
                "Compare them here.",
                count,
            ) % {"count": count}
            return self.and_what_is_scheduled(done)
        return self.and_what_is_scheduled(_("The fix is public, and the draft has it too."))

    def next_url(self) -> str:
        if self.carried is not None and self.carried.conflicts:
            return str(self.page.compare_url(self.working_copy, old=self.carried.edition.revision.number))
        return super().next_url()
