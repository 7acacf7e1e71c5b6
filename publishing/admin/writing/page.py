"""The page a text is written on: the words in the middle, everything else in a panel beside them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from publishing import richtext
from publishing.admin.fields import OneLineField
from publishing.admin.guard import may
from publishing.admin.modules import media_of, preloaded
from publishing.admin.situation import Situation
from publishing.admin.verbs import LiftEmbargo
from publishing.admin.writing.saying import plurals, shortcuts, words
from publishing.history import history_of
from publishing.models import Verb

Data = dict[str, Any]

ON_EVERY_PAGE = tuple(f"newsroom/{name}.js" for name in ("choices", "find", "admin", "writing/sending"))
MODULES = ("newsroom/editor.js", "newsroom/writing/page.js")
"""What the page loads of our own to be written on."""


@dataclass(frozen=True)
class Mark:
    """Where a text stands: the mark's shape, the word that is always beside it, and a little more."""

    shape: str
    word: str
    more: str = ""
    is_long: bool = False
    """Whether a small screen has no room for the rest in its bar."""


@dataclass(frozen=True)
class Strip:
    """One sentence above the paper; `rank` says which of several is seen, the lowest first."""

    rank: int
    id: str
    lead: str
    words: str = ""
    opened: str = ""
    kind: str = ""
    url: str = ""
    link: str = ""
    verb: str = ""
    """What can be done about it: the name of a verb, which `link` says."""


class WritingMixin:
    """Shows the form of a draft as a desk.

    What a further capability brings, it adds to `writing_data` and `writing_context` of its own mixin.
    """

    headline_field: ClassVar[str] = "headline"
    summary_field: ClassVar[str] = "standfirst"
    lengths: ClassVar[dict[str, int]] = {}
    """How many characters of a field search and cards show; what is longer they cut."""

    def writing_data(self, request: HttpRequest, obj: Any) -> Data:
        """Return what the page's scripts get: addresses by name, and words in the colleague's language."""
        return {"addresses": {}, "words": words(), "plurals": plurals(), "lengths": self.lengths}

    def writing_context(self, request: HttpRequest, obj: Any) -> Data:
        """Return what the page's templates get besides what Django's own form has."""
        return {"tabs": self.writing_tabs(request, obj), "shortcuts": shortcuts()}

    def writing_tabs(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Return the tabs of the panel, by the names of their sections."""
        return [
            ("publish", _("Publish")),
            ("checks", _("Checks")),
            ("people", _("People")),
            ("sources", _("Sources")),
            ("details", _("Details")),
            ("history", _("History")),
        ]

    def formfield_for_dbfield(self: Any, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Let headline and summary grow with their words, without ever being more than one line."""
        if db_field.name in (self.headline_field, self.summary_field):
            label = db_field.verbose_name
            kwargs |= {"form_class": OneLineField, "widget": one_line_widget(label[:1].upper() + label[1:])}
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]

    def render_change_form(
        self: Any, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        situation = context.get("situation")
        # As it is stored: a form that comes back has written into the other one what was refused.
        obj = situation.working_copy if situation is not None else None
        can_write = obj is None or self.has_change_permission(request, obj)
        may_publish = may(request, "publish", self.model)
        context |= {
            "may_publish": may_publish,
            "can_write": can_write,
            "main_verb": main_verb_of(context.get("verbs", []), may_publish=may_publish),
            "mark": mark_of(situation, can_write=can_write),
            "panel": opens_at(situation),
            "kept": kept_of(obj),
            "holder": holder_of(obj, request.user),
            "paper": self.paper_of(context["adminform"]) if can_write else [],
            "reading": None if can_write else self.reading_of(obj),
            "preloaded": preloaded(*MODULES) if can_write else [],
            "media": media_of(*ON_EVERY_PAGE, *MODULES) + context["media"],
        }
        context |= self.writing_context(request, obj)
        context["writing_data"] = self.writing_data(request, obj)
        strips = self.writing_strips(request, context)
        context["strips"] = sorted(strips, key=lambda strip: strip.rank)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def writing_strips(self, request: HttpRequest, context: dict[str, Any]) -> list[Strip]:
        """Return what is to be said above the paper; the first by rank is seen, the others wait."""
        situation = context.get("situation")
        return [
            *strips_about(situation, bool(context.get("conflicts"))),
            *strips_of_embargo(situation, context.get("verbs", [])),
            *(strips_for_readers(situation, context["holder"]) if context["reading"] else []),
            *[
                Strip(70, f"notice-{place}", notice)
                for place, notice in enumerate(context.get("notices", []))
            ],
        ]

    def paper_of(self, adminform: Any) -> list[tuple[str, Any]]:
        """Return the fields of the paper, each with its part in it."""
        parts = {self.headline_field: "headline", self.summary_field: "summary"}
        words: Any = next(iter(adminform), [])
        return [(parts.get(part.field.name, "text"), part) for line in words for part in line]

    def reading_of(self: Any, obj: Any) -> dict[str, Any]:
        """Return the words for whoever may read them and not change them, and the rest by name."""
        payload = obj.payload()
        shown = self.shown(payload)
        on_paper = {self.label_of(name) for name in (self.headline_field, self.summary_field, "body")}
        return {
            "headline": payload[self.headline_field],
            "summary": payload[self.summary_field],
            "blocks": blocks_of(payload["body"]),
            "rest": [(label, lines) for label, lines in shown if lines and label not in on_paper],
        }


def one_line_widget(label: str) -> forms.Textarea:
    """Return a box that begins as one row and grows, in which Enter goes on to the next."""
    return forms.Textarea(attrs={"rows": 1, "placeholder": label, "data-one-line": ""})


def blocks_of(body: str) -> list[tuple[str, str]]:
    """Return the blocks of a text, each by what it is and its words."""
    found = []
    for block, text in richtext.texts_of_blocks(body):
        words = " ".join(text.split())
        kind = next((tag for tag in ("h2", "h3", "blockquote") if block.startswith(f"<{tag}")), "p")
        found += [(kind, words)] if words else []
    return found


def mark_of(situation: Situation | None, *, can_write: bool) -> Mark:
    """Say in a word where a text stands, with the mark that goes beside the word."""
    if situation is None:
        return Mark("new", _("New"))
    if situation.is_binned:
        return Mark("bin", _("In the bin"))
    if not can_write:
        return Mark("reader", _("Read only"))
    if situation.live and situation.differs:
        held_back = until_when(situation)
        live = pgettext("state of a text", "Live")
        return Mark("changed", live, held_back or _("with changes"), bool(held_back))
    if situation.live:
        return Mark("live", pgettext("state of a text", "Live"))
    if situation.pending:
        return Mark("scheduled", _("Scheduled"), soon(situation.pending[0].live_from))
    held_back = until_when(situation)
    if situation.is_submitted:
        return Mark("editors", _("With the editors"), held_back, is_long=True)
    if situation.was_seen:
        return Mark("down", _("Taken down"), held_back, is_long=True)
    return Mark("draft", _("Draft"), held_back, is_long=True)


def until_when(situation: Situation) -> str:
    """Say as short as a bar has room for that a text is under embargo, if it is."""
    embargo = situation.embargo
    if embargo is None:
        return ""
    if embargo.until is None:
        return _("under embargo")
    return _("under embargo until %(when)s") % {"when": soon(embargo.until)}


def soon(moment: Any) -> str:
    """Write a moment to come as short as a bar has room for."""
    when = localtime(moment)
    return date_format(when, "D j M, H:i" if when.year == localtime().year else "j M Y, H:i")


def lately(moment: Any) -> str:
    """Write a moment that is past as short as a line has room for."""
    local = localtime(moment)
    if local.date() == localtime().date():
        return _("today, %(time)s") % {"time": date_format(local, "H:i")}
    return date_format(local, "j M, H:i")


def opens_at(situation: Situation | None) -> str:
    """Return the tab a panel opens at while nobody has chosen another: what is wanted most in this state."""
    if situation is None:
        return "details"
    return "publish" if situation.live or situation.pending or situation.is_binned else "checks"


def main_verb_of(offered: list[dict[str, Any]], *, may_publish: bool) -> str:
    """Return which of the things offered stands in the bar."""
    names = {verb["name"] for verb in offered}
    usual = ("put-back", "publish") if may_publish else ("put-back", "hand-over")
    return next((name for name in usual if name in names), "")


def holder_of(obj: Any, colleague: Any) -> str:
    """Say who has a text, if that is somebody else."""
    if obj is None or obj.holder is None or obj.holder == colleague or obj.binned_at is not None:
        return ""
    return _("%(who)s has it") % {"who": obj.holder}


def kept_of(obj: Any) -> str:
    """Say what is kept of the words on the screen."""
    if obj is None:
        return _("Nothing to keep yet")
    return _("Saved as version %(number)d") % {"number": obj.version}


def strips_about(situation: Situation | None, has_conflicts: bool) -> list[Strip]:
    """Return what is to be said of where a text stands."""
    found = []
    if has_conflicts:
        lead = _("A fix of what readers see and the draft say different things.")
        found.append(
            Strip(40, "conflicts", lead, kind="warn", url="#publish", link=_("Decide which is right"))
        )
    note = situation.working_copy.handover_note if situation else ""
    if situation and note:
        back = "" if situation.is_submitted else "hand-over"
        found.append(Strip(60, "note", who_noted(situation), note, note, link=_("Hand it back…"), verb=back))
    return found


def strips_of_embargo(situation: Situation | None, offered: list[dict[str, Any]]) -> list[Strip]:
    """Return what is said of a text under embargo, with the way to lift it for whoever may."""
    embargo = situation.embargo if situation else None
    if situation is None or embargo is None or situation.is_binned:
        return []
    url, link = next(((v["url"], v["link"]) for v in offered if v["name"] == LiftEmbargo.name), ("", ""))
    return [Strip(45, "embargo", embargo.sentence, embargo.line, url=url, link=link)]


def strips_for_readers(situation: Situation | None, holder: str) -> list[Strip]:
    """Return what is said to whoever may read a text and not change it."""
    if situation is None or situation.is_binned:
        return []
    return [Strip(90, "reader", _("You can read this, and not change it."), holder)]


def who_noted(situation: Situation) -> str:
    """Say who wrote the note a text was handed over or sent back with, and when."""
    given = history_of(situation.working_copy).filter(verb__in=[Verb.SUBMIT, Verb.SEND_BACK])
    event = given.select_related("actor").first()
    if event is None:
        return _("Note")
    sentence = (
        _("Sent back by %(who)s, %(when)s")
        if event.verb == Verb.SEND_BACK
        else _("Handed over by %(who)s, %(when)s")
    )
    return sentence % {"who": event.actor or _("the system"), "when": lately(event.at)}
