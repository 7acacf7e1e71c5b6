"""What is ordered together with a save: the answers of the publish panel, as one of the verbs takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from publishing.admin import verbs
from publishing.admin.guard import actor_of
from publishing.admin.situation import Situation
from publishing.admin.writing.panel import PREFIX, Panel
from publishing.bases import Payload
from publishing.checks import Left
from publishing.errors import NotReady, WordsCollide, WorkflowError, WrongState
from publishing.timeline import Change

ACTS = ("go", "now", "move", "hand", "both")
_ON_WHAT_IS_LIVE = (Change.CORRECTION, Change.CLARIFICATION)


class NotOrdered(WorkflowError):
    """The order cannot be carried out as it is; its form says why."""


@dataclass
class Order:
    """One press of the panel's button, and what became of it."""

    request: HttpRequest
    act: str
    is_fix: bool = False
    done: str = ""
    next_url: str = ""
    form: verbs.VerbForm | None = None
    level: int = messages.SUCCESS
    panel: Panel | None = None

    def asked(self, name: str) -> str:
        """Return an answer of the panel."""
        return str(self.request.POST.get(f"{PREFIX}-{name}", ""))

    @property
    def verb(self) -> str:
        """Return the name of the verb that does what is asked."""
        if self.act == "hand":
            return "hand-over"
        if self.is_fix:
            return "fix"
        change = self.asked("change")
        if self.act == "move" or (self.asked("when") == "at" and change in ("", Change.UPDATE)):
            return "schedule"
        return "correct" if self.act in ("go", "both") and change in _ON_WHAT_IS_LIVE else "publish"

    def answers(self, version: int, *, fixable: Sequence[str]) -> QueryDict:
        """Return the panel's answers in the names of the verb's own form."""
        sent = self.request.POST.copy()
        sent[f"{PREFIX}-version"] = str(version)
        pending = self.asked("pending")
        if self.act in ("now", "move"):
            sent[f"{PREFIX}-pending"] = "cancel"
        elif self.verb in ("correct", "fix"):
            # There what stays scheduled always gets what is put right.
            sent[f"{PREFIX}-pending"] = {"carry": "keep", "keep": ""}.get(pending, pending)
        elif self.verb == "schedule" and pending == "carry":
            sent[f"{PREFIX}-pending"] = ""
        if self.verb == "correct":
            sent[f"{PREFIX}-kind"] = self.asked("change")
            sent[f"{PREFIX}-note"] = self.asked("public_note")
        if self.verb == "fix":
            for name in fixable:
                sent.setlist(f"{PREFIX}-{name}", sent.getlist(name))
            # The published version the fix was begun on, not the one that is shown by now.
            sent[f"{PREFIX}-edition"] = sent.get("edition", "")
        if self.verb == "hand-over":
            sent[f"{PREFIX}-note"] = self.asked("hand")
        return sent


def check(order: Order, panel: Panel, *, is_merged: bool = False) -> None:
    """Refuse what was ordered of anything else than what the panel had shown, or without an answer."""
    if order.act == "hand":
        return
    if panel.has_moved_live:
        raise WrongState(_("Readers see another version now, or none. Look at it, then make the fix there."))
    if not is_merged and order.asked("mark") != panel.mark:
        raise WrongState(
            _("What is on the screen changed after this was shown. Look at it, and press once more.")
        )
    if order.asked("change") == Change.MINOR and panel.live is not None and not panel.allows_small_fix:
        raise WrongState(
            _("The draft says more than readers see. Make a small fix in “What readers see” instead.")
        )
    if panel.state == "changes" and not order.asked("change"):
        raise NotReady(_("Say what it is for readers."))
    if panel.blocking:
        raise NotReady(" ".join(finding.sentence for finding in panel.blocking))
    if panel.asking and order.asked("confirmed") != panel.to_confirm:
        raise NotReady(
            _("%(what)s Tick that it is to be published all the same.") % {"what": panel.to_confirm}
        )


def carry_out(order: Order, panel: Panel, working_copy: Any, payload: Payload) -> None:
    """Do what is ordered, with the saved version that has exactly the words shown."""
    situation = Situation.of(working_copy)
    form = panel.page.verb_named(order.verb)(
        order.answers(working_copy.version, fixable=panel.page.fixable),
        prefix=PREFIX,
        situation=situation,
        page=panel.page,
        request=order.request,
        payload=payload,
    )
    order.form = form
    if panel.to_look_at and order.act != "hand":
        form.left = Left([str(finding.kind) for finding in panel.to_look_at], order.asked("reason"))
    if not form.is_valid():
        raise NotOrdered(" ".join(_errors(form)))
    try:
        order.done = form.carry_out(actor=actor_of(order.request))
    except WordsCollide as refusal:
        form.ask_about_places(refusal.places)
        raise
    order.next_url = form.next_url()


def _errors(form: Any) -> list[str]:
    return [str(sentence) for sentences in form.errors.values() for sentence in sentences]
