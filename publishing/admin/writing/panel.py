"""What the publish panel shows: made anew for exactly the words on the screen."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing import payloads
from publishing.admin import verbs
from publishing.admin.fields import zone_name
from publishing.admin.guard import actor_of, may
from publishing.admin.inline_differences import Change as ChangedField
from publishing.admin.inline_differences import changes
from publishing.admin.situation import Situation, said
from publishing.admin.writing.kinds_of_change import Kind, kinds
from publishing.bases import Payload
from publishing.changes import Comparison, Weighed, drafted_note, facts_in_words, weighed
from publishing.checks import Finding, Reason, reasons_to_choose
from publishing.embargoes import Embargo
from publishing.history import history_of
from publishing.models import Purpose, Verb
from publishing.site import absolute
from publishing.workflow.since import Changed, words_changed

PREFIX = "publish"
SHOWN_FINDINGS = 5
GONE_PUBLIC = (Verb.PUBLISH, Verb.SCHEDULE, Verb.CORRECT, Verb.FIX)


@dataclass(frozen=True)
class Way:
    """One answer to choose; `only_for` names the kinds of change it is for, if not for all."""

    value: str
    label: str
    is_chosen: bool = False
    only_for: str = ""
    only_now: bool = False


@dataclass
class Panel:
    """The panel of one draft, or of the fix of what is live, for one colleague.

    `seen` is the version the words on the screen stand on; `sent` what the panel held before, so that
    what somebody chose there stays chosen.
    """

    page: Any
    request: Any
    situation: Situation
    payload: Payload
    found: Sequence[Finding] = ()
    is_fix: bool = False
    seen: int = 0
    sent: Mapping[str, Any] = field(default_factory=dict)
    errors: Sequence[str] = ()
    places: Any = None
    moved: Changed | None = None

    @property
    def row(self) -> Any:
        return self.situation.working_copy

    @property
    def is_new(self) -> bool:
        return self.row.pk is None

    @cached_property
    def may_publish(self) -> bool:
        return may(self.request, "publish", self.page.model)

    @property
    def language(self) -> str:
        """Return the language the words are written in, as a note for readers will be."""
        return str(self.payload.get("language", ""))

    @cached_property
    def live(self) -> Payload | None:
        """Return what readers see."""
        return payloads.read(self.situation.live.revision) if self.situation.live else None

    @cached_property
    def is_changed(self) -> bool:
        """Tell whether the words on the screen are not those saved."""
        return self.is_new or self.payload != self.row.payload()

    @cached_property
    def version(self) -> int:
        """Return the number under which the words on the screen are, or will be, a saved version."""
        if self.is_new:
            return 1
        if not (self.is_changed or self.is_fix):
            return int(self.row.version)
        last = self.row.revisions.order_by("-number").values_list("number", flat=True).first()
        return int(last or 0) + 1

    @cached_property
    def state(self) -> str:
        """Return which of its faces the panel shows."""
        if self.situation.is_binned:
            return "bin"
        if not self.may_publish:
            return "handed" if self.situation.is_submitted else "hand"
        if self.live is not None:
            return "same" if self.payload == self.live else "changes"
        if self.planned is not None:
            return "planned"
        return "new"

    @cached_property
    def planned(self) -> Any:
        """Return the published version to come that has exactly these words."""
        waiting = self.situation.pending
        return next((e for e in waiting if payloads.read(e.revision) == self.payload), None)

    @property
    def has_moved_live(self) -> bool:
        """Tell whether readers see something else by now than what a fix was begun on."""
        live = self.situation.live
        return self.is_fix and live is not None and live.number != self.seen

    # What changes for readers.

    @cached_property
    def comparison(self) -> Comparison | None:
        """Compare with what readers see, once for all that the panel says of it."""
        return Comparison(self.page.model, self.live, self.payload) if self.live else None

    @cached_property
    def weighed(self) -> Weighed:
        return weighed(self.comparison) if self.comparison else Weighed()

    @property
    def facts(self) -> str:
        return facts_in_words(self.weighed.facts)

    @cached_property
    def differences(self) -> list[ChangedField]:
        if self.live is None:
            return []
        return changes(self.page.shown(self.live), self.page.shown(self.payload))

    @property
    def words_changed(self) -> int:
        return words_changed(self.live, self.payload) if self.live else 0

    @cached_property
    def allows_small_fix(self) -> bool:
        """Tell whether a small fix can be made of these words: never of a draft that was rewritten."""
        return self.is_fix or not self.situation.differs

    @cached_property
    def kinds(self) -> list[Kind]:
        """Return the kinds of change to choose from, the likeliest first."""
        if self.live is None:
            return []
        return kinds(is_fact=self.weighed.is_fact, allows_small_fix=self.allows_small_fix)

    @cached_property
    def proposed(self) -> str:
        """Return the kind that is chosen already: a small fix, where it can be nothing else."""
        proposed = self.weighed.preselected
        return str(proposed) if proposed and self.allows_small_fix else ""

    @cached_property
    def chosen(self) -> str:
        """Return the kind chosen: by hand as long as nothing graver has changed since, else as proposed."""
        by_hand = self.sent.get("change", "")
        is_known = any(kind.value == by_hand for kind in self.kinds)
        known_facts = set(str(self.sent.get("facts", "")).split())
        if not is_known or by_hand == self.sent.get("proposed", "") or not self.weighed.facts <= known_facts:
            return by_hand if is_known and by_hand == self.proposed else self.proposed
        return str(by_hand)

    @cached_property
    def drafted(self) -> str:
        return drafted_note(self.comparison) if self.comparison else ""

    @property
    def note(self) -> str:
        """Return the note for readers: as somebody wrote it, else as drafted from the changed words."""
        written = str(self.sent.get("public_note", ""))
        is_drafted = " ".join(written.split()) == " ".join(str(self.sent.get("drafted", "")).split())
        return self.drafted if is_drafted or not written.strip() else written

    # What keeps it, and what stays.

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.found if finding.blocking]

    @property
    def asking(self) -> list[Finding]:
        """Return what has to be confirmed by whoever publishes it all the same."""
        return [finding for finding in self.found if finding.asks_again and not finding.blocking]

    @property
    def to_look_at(self) -> list[Finding]:
        return [finding for finding in self.found if not finding.blocking]

    @property
    def first_findings(self) -> Sequence[Finding]:
        return self.found[:SHOWN_FINDINGS]

    @property
    def more_findings(self) -> int:
        return max(0, len(self.found) - SHOWN_FINDINGS)

    @cached_property
    def reasons(self) -> list[Reason]:
        return reasons_to_choose() if self.to_look_at else []

    @property
    def reason(self) -> str:
        """Return the reason chosen, or the one given before for nothing less than what stays now."""
        if "reason" in self.sent or self.is_new:
            return str(self.sent.get("reason", ""))
        told = history_of(self.row).filter(verb__in=GONE_PUBLIC).values_list("data", flat=True).first()
        left = (told or {}).get("left", {})
        is_known = {str(finding.kind) for finding in self.to_look_at} <= set(left.get("kinds", []))
        return str(left.get("reason", "")) if is_known else ""

    @property
    def is_confirmed(self) -> bool:
        return self.sent.get("confirmed") == " ".join(finding.sentence for finding in self.asking)

    @property
    def to_confirm(self) -> str:
        return " ".join(finding.sentence for finding in self.asking)

    # What it asks, and what it does.

    @cached_property
    def form(self) -> verbs.VerbForm:
        """Return the questions of the verb, as they stand in the form of the page."""
        verb = self.page.verb_named("fix" if self.is_fix else "publish")
        form: verbs.VerbForm = verb(
            prefix=PREFIX,
            situation=self.situation,
            page=self.page,
            request=self.request,
            payload=self.payload,
        )
        for name in form.fields:
            if name in self.sent and name not in ("version", "edition"):
                form.initial[name] = self.sent[name]
        return form

    @cached_property
    def schedule(self) -> verbs.VerbForm:
        """Return the questions of a later time."""
        form: verbs.VerbForm = self.page.verb_named("schedule")(
            prefix=PREFIX,
            situation=self.situation,
            page=self.page,
            request=self.request,
            payload=self.payload,
        )
        if "starts_at" in self.sent:
            form.initial["starts_at"] = self.sent["starts_at"]
        return form

    @property
    def starts_at(self) -> Any:
        return self.schedule["starts_at"]

    @property
    def expires_at(self) -> Any:
        return self.form["expires_at"]

    @property
    def zone(self) -> str:
        return zone_name()

    @property
    def people(self) -> list[Way]:
        """Return the people who can get their page with this, each at the version shown."""
        chosen = self.form.initial.get("people") or []
        choices = self.form.fields["people"].choices
        return [Way(value, name, is_chosen=value in chosen) for value, name in choices]

    @property
    def pending_for(self) -> str:
        return ", ".join(said(edition.live_from, zone=True) for edition in self.situation.pending)

    @property
    def ways_with_pending(self) -> list[Way]:
        """Return what can become of what is scheduled; what is put right stays right in it."""
        chosen = str(self.sent.get("pending") or ("carry" if self.is_fix else ""))
        carry = Way("carry", _("Keep it, and carry this change into it"), chosen == "carry", only_now=True)
        keep = Way("keep", _("Keep it as it is"), chosen == "keep", only_for="first update")
        cancel = Way("cancel", _("Cancel it"), chosen == "cancel")
        return [carry, cancel] if self.is_fix else [carry, keep, cancel]

    @property
    def button(self) -> str:
        """Return what the button does, in words."""
        if self.live is None:
            return _("Publish now")
        chosen = next((kind.button for kind in self.kinds if kind.value == self.chosen), "")
        return chosen or _("Publish")

    @property
    def their_differences(self) -> list[ChangedField]:
        """Return what somebody else saved since the version on the screen."""
        if self.moved is None:
            return []
        before, after = (payloads.read(version) for version in (self.moved.before, self.moved.after))
        return changes(self.page.shown(before), self.page.shown(after))

    @property
    def hand_note(self) -> str:
        """Return the note for the editors, as it is being written."""
        return str(self.sent.get("hand", ""))

    @property
    def embargo(self) -> Embargo | None:
        """Return what holds these words back; a fix of what readers see is held back by nothing."""
        return None if self.is_fix else self.situation.embargo

    @property
    def not_before(self) -> str:
        """Return when they may be public, as a field of a time holds it."""
        until = self.embargo.until if self.embargo else None
        # A field has no seconds: what is left of the last minute is still too early.
        whole = until and until + timedelta(seconds=59) * bool(until.second or until.microsecond)
        return f"{localtime(whole):%Y-%m-%dT%H:%M}" if whole else ""

    @property
    def when(self) -> str:
        usual = "at" if self.not_before else "now"
        return "at" if self.sent.get("when", usual) == "at" else "now"

    @property
    def becomes_public(self) -> list[tuple[str, str]]:
        """Return what else readers can see then, by name and what it is."""
        found: list[tuple[str, str]] = self.page.becomes_public(self.payload, at=self.situation.at)
        return found

    @property
    def address(self) -> str:
        """Return where readers find it, or will."""
        shown = self.situation.live or self.planned
        if shown is not None and self.situation.live:
            return str(shown.get_absolute_url())
        return str(self.page.address_for(self.row, self.payload))

    @property
    def full_address(self) -> str:
        return absolute(self.address) if self.address else ""

    @property
    def since(self) -> str:
        return said(self.situation.live.live_from, zone=True) if self.situation.live else ""

    @property
    def planned_for(self) -> str:
        return said(self.planned.live_from, zone=True) if self.planned else ""

    @property
    def ends(self) -> str:
        live = self.situation.live
        return said(live.expires_at, zone=True) if live and live.expires_at else ""

    @property
    def holder(self) -> str:
        return str(self.row.who_has_it)

    @cached_property
    def verbs(self) -> dict[str, str]:
        """Return the addresses of what is done on a page of its own, by name."""
        if self.is_new:
            return {}
        offered = self.page.offered_verbs(self.request, self.situation)
        return {verb.name.replace("-", "_"): self.page.url(verb.name, self.row) for verb in offered}

    @cached_property
    def mark(self) -> str:
        """Return a mark of exactly what is shown: these words, beside what readers see and will see."""
        seen = [(e.number, e.revision_id) for e in (self.situation.live, *self.situation.pending) if e]
        held_back = self.embargo.mark if self.embargo else ""
        told = [self.payload, self.seen, self.is_fix, seen, held_back]
        text = json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    def context(self) -> dict[str, Any]:
        """Return what the template gets."""
        return {
            "panel": self,
            "opts": self.page.opts,
            "original": None if self.is_new else self.row,
            "purpose": Purpose.FIX if self.is_fix else Purpose.DRAFT,
            "places": self.places.shown() if self.places else [],
            "actor": actor_of(self.request),
            "now": date_format(localtime(self.situation.at), "H:i"),
        }
