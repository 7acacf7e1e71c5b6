"""Handing a draft over, giving it back, and taking it over."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from publishing import workflow
from publishing.admin.situation import Situation
from publishing.admin.verbs.forms import VerbForm, note_field
from publishing.workflow.locking import may


class HandingForm(VerbForm):
    """What gives a draft to somebody else, who is told of it."""

    def tell(self, actor: Any, *, is_back: bool) -> None:
        """Let the admin of colleagues tell whoever has it now; how is its own affair.

        In the transaction of the verb: else whoever ends the program in between leaves somebody untold.
        """
        colleagues: Any = self.page.admin_site.get_model_admin(User)
        colleagues.tell_of_handing(self.working_copy, actor=actor, is_back=is_back, site=self.request.site)


class HandOver(HandingForm):
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
        with transaction.atomic():
            workflow.submit(
                working_copy=self.working_copy, version=data["version"], actor=actor, note=data["note"]
            )
            self.tell(actor, is_back=False)
        return _("The editors have it now.")


class SendBack(HandingForm):
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
        with transaction.atomic():
            workflow.send_back(
                working_copy=self.working_copy, version=data["version"], actor=actor, note=data["note"]
            )
            self.tell(actor, is_back=True)
        return _("It was sent back. %(who)s has it now.") % {"who": self.working_copy.who_has_it}


class TakeOver(VerbForm):
    name = "take-over"
    link = gettext_lazy("Take over…")
    title = gettext_lazy("Take over")
    explanation = gettext_lazy("You have it from now on, and the history says so.")
    button = gettext_lazy("Take over")
    right = "change"

    @classmethod
    def is_offered(cls, situation: Situation) -> bool:
        return situation.working_copy.holder_id is not None

    @classmethod
    def can_be_asked(cls, situation: Situation) -> bool:
        """Let lists lead here also for what nobody has yet; its form has no button, saving takes it there."""
        return True

    @classmethod
    def is_for(cls, actor: Any, situation: Situation) -> bool:
        """Tell whether this colleague may have it: what was handed to the editors is for one of them."""
        right = "publish" if situation.is_submitted else cls.right
        return may(actor, situation.working_copy, right) and situation.working_copy.holder_id != actor.pk

    def carry_out(self, *, actor: Any) -> str:
        workflow.take_over(
            working_copy=self.working_copy,
            version=self.cleaned_data["version"],
            holder=actor,
            actor=actor,
        )
        return _("You have it now.")
