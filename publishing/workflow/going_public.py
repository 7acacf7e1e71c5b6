"""Going public: now, on time, again, or with a note on what was wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from publishing import addresses, payloads, richtext
from publishing.bases import EditionBase, Payload, RevisionBase, RevisionKind, Stage, WorkingCopy
from publishing.changes import Comparison, Weight, weighed
from publishing.checks.reasons import Left, what_was_left
from publishing.errors import NotReady, PendingEditions, UnderEmbargo, WrongState
from publishing.history import write_event
from publishing.links import editions_of_kind
from publishing.models import Verb
from publishing.richtext import has_words, plain_lines
from publishing.timeline import OPEN_END, Change
from publishing.workflow.carrying import carry_into_waiting
from publishing.workflow.locking import (
    Actor,
    Editions,
    editions_of,
    live_edition,
    locked,
    moment_after,
    pending_editions,
    require,
    same_version,
    together,
)
from publishing.workflow.merging import NOTHING_DECIDED, Decisions
from publishing.workflow.retiming import retime
from publishing.workflow.saving import revision_of
from publishing.workflow.taking_down import call_off

Pending = Literal["keep", "carry", "cancel"] | None
"""What becomes of what is scheduled: it stays, it stays with this carried into it, or it is called off.

What changes the text readers see is carried into whatever stays.
"""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How a saved version goes public; `starts_at` None is now.

    `on_what_is_live` changes what readers see now, and keeps the end agreed for it.
    """

    starts_at: datetime | None = None
    expires_at: datetime | None = None
    change: Change | None = None
    public_note: str = ""
    pending: Pending = None
    backdated_to: datetime | None = None
    on_what_is_live: bool = False
    decisions: Decisions = field(default_factory=dict)

    @property
    def carries(self) -> bool:
        """Tell whether what stays scheduled gets what this changes."""
        return self.pending == "carry" or (self.pending == "keep" and self.on_what_is_live)


@dataclass(frozen=True)
class Released:
    """What going public did: the new edition, the scheduled ones called off for it, those replaced.

    `changed` is what the history keeps of what it changed for readers.
    """

    edition: EditionBase
    called_off: list[int]
    replaced: list[tuple[int, EditionBase]]
    changed: dict[str, Any] = field(default_factory=dict)


def publish(
    *,
    working_copy: WorkingCopy,
    version: int,
    actor: Actor,
    change: Change | None = None,
    public_note: str = "",
    expires_at: datetime | None = None,
    pending: Pending = None,
    backdated_to: datetime | None = None,
    together_with: Sequence[WorkingCopy] = (),
    decisions: Decisions = NOTHING_DECIDED,
    left: Left | None = None,
) -> EditionBase:
    """Publish one saved version now, and with it, all or nothing, the other pages given.

    `left` is what checks found and stays, for the history.
    """
    terms = Terms(
        change=change,
        public_note=public_note,
        expires_at=expires_at,
        pending=pending,
        backdated_to=backdated_to,
        decisions=decisions,
    )
    require(actor, working_copy, "publish")
    with together(working_copy, together_with) as row:
        same_version(row, version)
        for other in together_with:
            publish(working_copy=other, version=other.version, actor=actor)
        released = release(row, revision_of(row, version), terms, actor=actor)
        write_release(Verb.PUBLISH, row, released, actor=actor, note=public_note, data=what_was_left(left))
    return released.edition


def schedule(
    *,
    working_copy: WorkingCopy,
    version: int,
    actor: Actor,
    starts_at: datetime,
    change: Change | None = None,
    public_note: str = "",
    expires_at: datetime | None = None,
    pending: Pending = None,
    together_with: Sequence[WorkingCopy] = (),
    left: Left | None = None,
) -> EditionBase:
    """Let one saved version go public by itself at a time to come, and with it the other pages given."""
    terms = Terms(
        starts_at=starts_at, change=change, public_note=public_note, expires_at=expires_at, pending=pending
    )
    require(actor, working_copy, "publish")
    with together(working_copy, together_with) as row:
        same_version(row, version)
        for other in together_with:
            schedule(working_copy=other, version=other.version, actor=actor, starts_at=starts_at)
        released = release(row, revision_of(row, version), terms, actor=actor)
        starts = {"starts_at": starts_at.isoformat()} | what_was_left(left)
        write_release(Verb.SCHEDULE, row, released, actor=actor, note=public_note, data=starts)
    return released.edition


def republish(
    *, working_copy: WorkingCopy, actor: Actor, edition: int | None = None, pending: Pending = None
) -> EditionBase:
    """Bring a published version back before readers: the last one, or the one with this number."""
    require(actor, working_copy, "publish")
    with locked(working_copy) as row:
        now = moment_after(editions_of(row))
        seen = editions_of_kind(type(row)).filter(working_copy=row).seen(now)
        earlier = (seen if edition is None else seen.filter(number=edition)).order_by("-number").first()
        if earlier is None:
            raise WrongState(_("There is no earlier published version to bring back."))
        if earlier.live_until > now:
            raise WrongState(_("Readers see this version already."))
        released = release(row, earlier.revision, Terms(pending=pending), actor=actor)
        write_release(Verb.REPUBLISH, row, released, actor=actor, data={"again": earlier.number})
    return released.edition


def correct(
    *,
    working_copy: WorkingCopy,
    version: int,
    actor: Actor,
    kind: Change,
    note: str,
    pending: Pending = None,
    together_with: Sequence[WorkingCopy] = (),
    decisions: Decisions = NOTHING_DECIDED,
    left: Left | None = None,
) -> EditionBase:
    """Publish a saved version, with other pages, and a dated public note on what was wrong and is right."""
    _check_note(kind, note)
    require(actor, working_copy, "withdraw")
    with together(working_copy, together_with) as row:
        same_version(row, version)
        terms = Terms(
            change=kind, public_note=note, pending=pending, on_what_is_live=True, decisions=decisions
        )
        for other in together_with:
            publish(working_copy=other, version=other.version, actor=actor)
        released = release(row, revision_of(row, version), terms, actor=actor)
        told = {"kind": kind} | what_was_left(left)
        write_release(Verb.CORRECT, row, released, actor=actor, note=note, data=told)
    return released.edition


def retract(*, working_copy: WorkingCopy, edition: int, actor: Actor, note: str) -> EditionBase:
    """Retract what is live: the page stays, with the dated notice on top."""
    _check_note(Change.RETRACTION, note)
    require(actor, working_copy, "withdraw")
    with locked(working_copy) as row:
        editions = editions_of(row)
        live = live_edition(editions, moment_after(editions))
        if live is None or live.number != edition:
            raise WrongState(_("Readers see another version now, or none. Look at it, then try again."))
        terms = Terms(change=Change.RETRACTION, public_note=note, pending="cancel", on_what_is_live=True)
        released = release(row, live.revision, terms, actor=actor)
        write_release(Verb.RETRACT, row, released, actor=actor, note=note)
    return released.edition


def write_release(
    verb: Verb,
    row: WorkingCopy,
    released: Released,
    *,
    actor: Actor,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Write the history entry of a verb that made an edition."""
    edition = released.edition
    write_event(
        verb,
        of=row,
        actor=actor,
        revision=edition.revision.number,
        edition=edition,
        note=note,
        data=(data or {})
        | released.changed
        | ({"cancelled": released.called_off} if released.called_off else {}),
    )
    for number, instead in released.replaced:
        told = _("Published version %(new)d is scheduled in place of published version %(old)d.")
        write_event(
            Verb.CARRY,
            of=row,
            actor=actor,
            revision=instead.revision.number,
            edition=instead,
            note=told % {"new": instead.number, "old": number},
            data={"from": edition.number, "instead_of": number},
        )


def _check_note(kind: Change, note: str) -> None:
    if not Change(kind).is_significant:
        raise WrongState(_("Choose update, clarification, correction or retraction."))
    if not has_words(note):
        raise NotReady(_("Write for readers what was wrong and what is right."))


def release(row: WorkingCopy, revision: RevisionBase, terms: Terms, *, actor: Actor) -> Released:
    """Freeze a saved version into a new edition of a locked working copy."""
    editions = editions_of(row)
    now = moment_after(editions)
    live = live_edition(editions, now)
    waiting = pending_editions(editions, now)
    payload = payloads.read(revision)
    # The address readers had it under is its own, whatever a version of long ago said of it.
    payload["slug"] = payload["slug"] or _address_of(revision)
    _check(row, revision, payload, terms, now=now, live=live, waiting=waiting)
    called_off = call_off(waiting, now) if terms.pending == "cancel" else []
    addresses.claim(row, payload["slug"])
    frozen = row.freeze_into(payload, at=now)
    edition: EditionBase = frozen.edition
    edition.revision = revision
    edition.renderer = richtext.VERSION
    edition.number = 1 + editions.last_number
    edition.starts_at = terms.starts_at or now
    edition.expires_at = live.expires_at if terms.on_what_is_live and live else terms.expires_at
    edition.backdated_to = terms.backdated_to
    edition.change = _change(terms, editions, start=edition.starts_at)
    edition.public_note = plain_lines(terms.public_note)
    edition.created_at = now
    edition.created_by = actor
    retime(editions, adding=frozen, ended=waiting if called_off else ())
    replaced = _carried(
        row, terms, editions=editions.and_one(edition), waiting=waiting, live=live, actor=actor
    )
    if revision.number == row.version:
        _hand_back(row)
    changed = _changed(row, live, payload, edition.change) if live else {}
    return Released(edition, called_off, replaced, changed)


def _address_of(revision: RevisionBase) -> str:
    """Return the address readers had a saved version under first."""
    made: Any = revision
    return made.editions.order_by("number").values_list("slug", flat=True).first() or ""


def _hand_back(row: WorkingCopy) -> None:
    """Let whoever handed a draft over have it again."""
    after = {
        "stage": Stage.WRITING,
        "holder_id": row.submitted_by_id or row.holder_id,
        "handover_note": "",
    }
    changed = {name: value for name, value in after.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))


def _changed(row: WorkingCopy, live: EditionBase, payload: Payload, chosen: str) -> dict[str, Any]:
    """Return for the history which kind of change was chosen, which was proposed, and the facts changed."""
    found = weighed(Comparison(type(row), payloads.read(live.revision), payload))
    if found.weight is Weight.NOTHING:
        return {}
    proposed = str(found.preselected) if found.preselected else ""
    return {"change": {"chosen": str(chosen), "proposed": proposed, "facts": sorted(found.facts)}}


def _carried(
    row: WorkingCopy,
    terms: Terms,
    *,
    editions: Editions,
    waiting: list[EditionBase],
    live: EditionBase | None,
    actor: Actor,
) -> list[tuple[int, EditionBase]]:
    """Carry the newest edition into those that wait, if that is what was asked for."""
    if not (terms.carries and terms.starts_at is None):
        return []
    newest = editions[-1]
    return carry_into_waiting(
        row,
        editions=editions,
        waiting=waiting,
        base=payloads.read(live.revision) if live else {},
        given=payloads.read(newest.revision),
        decisions=terms.decisions,
        actor=actor,
        now=newest.created_at,
    )


def _check(
    row: WorkingCopy,
    revision: RevisionBase,
    payload: Payload,
    terms: Terms,
    *,
    now: datetime,
    live: EditionBase | None,
    waiting: list[EditionBase],
) -> None:
    # What readers see already is not held up, least of all while it is being retracted.
    is_seen = live is not None and live.revision_id == revision.pk
    if problems := [] if is_seen else row.missing(payload):
        raise NotReady(" ".join(problems))
    # Nor is a fix of it: that is what readers see, put right.
    is_fix = terms.on_what_is_live and revision.kind == RevisionKind.FIX
    if not (is_seen or is_fix):
        require_no_embargo(row, terms.starts_at or now)
    told = terms.change is not None and Change(terms.change).is_significant
    if told or terms.public_note.strip():
        _check_note(terms.change or Change.MINOR, terms.public_note)
    _check_times(terms, now=now)
    if terms.on_what_is_live and live is None:
        raise WrongState(_("Readers do not see this yet, so there is nothing to correct."))
    if waiting and terms.pending is None:
        raise PendingEditions(waiting)
    keeps = terms.pending in ("keep", "carry")
    if keeps and any(e.starts_at == terms.starts_at for e in waiting):
        raise WrongState(_("Another version is scheduled for that very time. Choose a different one."))
    standing = [e for e in [live, *(waiting if keeps else [])] if e is not None]
    _check_is_news(terms, [e for e in standing if e.revision_id == revision.pk])


def _check_times(terms: Terms, *, now: datetime) -> None:
    if terms.starts_at is not None and terms.starts_at <= now:
        raise WrongState(_("That time has passed. Choose a later one, or publish now."))
    if terms.starts_at is not None and terms.starts_at >= OPEN_END:
        raise WrongState(_("Choose a time before the year 9000."))
    if terms.expires_at is not None and terms.expires_at <= (terms.starts_at or now):
        raise WrongState(_("The end is before the start. Choose a later end."))


def _check_is_news(terms: Terms, same: list[EditionBase]) -> None:
    """Refuse to publish the very same once more, with nothing new said of it."""
    note = plain_lines(terms.public_note)
    # What is retracted is named by the version seen, so that cannot be sent twice.
    says_more = terms.change == Change.RETRACTION or all(e.public_note != note for e in same)
    if same and not (note and says_more):
        raise WrongState(
            _("Readers see this version already, or will when it is due: nothing was published twice.")
        )


def require_no_embargo(row: WorkingCopy, at: datetime) -> None:
    """Refuse what would be public before an embargo lets it, whatever date it is given."""
    embargo = row.embargo
    if embargo is not None and embargo.holds(at):
        raise UnderEmbargo(row, embargo)


def _change(terms: Terms, editions: Editions, *, start: datetime) -> Change:
    if terms.change is not None and Change(terms.change).is_significant:
        return Change(terms.change)
    seen = any(e.cancelled_at is None and not e.is_empty and e.live_from < start for e in editions)
    return Change.MINOR if seen or editions.before else Change.FIRST
