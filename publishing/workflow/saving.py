"""Saving: every state of a working copy is kept, whoever was first."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import payloads, richtext
from publishing.bases import Payload, RevisionBase, RevisionKind, Stage, WorkingCopy
from publishing.errors import BinnedMeanwhile, EditConflict, InvalidText, NotThere, WrongState
from publishing.history import write_event
from publishing.models import Verb
from publishing.search import keeping
from publishing.typed import as_typed
from publishing.workflow.conflicts import unmerged_numbers
from publishing.workflow.locking import (
    Actor,
    editions_of,
    live_edition,
    locked,
    may,
    moment_after,
    require,
    same_version,
)
from publishing.workflow.merging import carry, nobody
from publishing.workflow.since import draft_versions

WENT_BACK = (RevisionKind.RESTORE, RevisionKind.DISCARD)
"""Somebody chose a whole text: nothing is mixed into it unasked."""


def create(*, working_copy: WorkingCopy, payload: Payload, actor: Actor, note: str = "") -> RevisionBase:
    """Start a page from an unsaved working copy; its first state is version 1."""
    require(actor, working_copy, "add")
    clean = cleaned(working_copy, payload)
    with transaction.atomic():
        working_copy.holder = actor
        hold_payload(working_copy, clean)
        revision = append_revision(working_copy, kind=RevisionKind.SAVE, actor=actor, note=note)
        write_event(Verb.CREATE, of=working_copy, actor=actor, revision=revision.number, note=note)
    return revision


def save_revision(
    *, working_copy: WorkingCopy, payload: Payload, version: int, actor: Actor, note: str = ""
) -> RevisionBase:
    """Save a working copy as its next version.

    If somebody saved in between, the two are merged where they do not collide: the text offered becomes
    a version of its own, the merged one the next after it. Where they collide, or the draft was put in
    the bin, the text offered is kept aside, the working copy stays as it is, and EditConflict says so
    once that is on disk.
    """
    require(actor, working_copy, "change")
    clean = cleaned(working_copy, payload)
    revision: RevisionBase | None = None
    with locked(working_copy, even_in_bin=True) as row:
        is_binned = row.binned_at is not None
        if row.version != version or is_binned:
            seen = draft_versions(row).filter(number=version).first()
            mine = payloads.changed(row, clean) if seen is None else payloads.read(seen) | clean
            if seen is not None and not is_binned:
                revision = _merge(row, mine, seen=seen, actor=actor, note=note)
            if revision is None:
                kept = _keep_aside(row, mine, version=version, actor=actor, note=note)
        else:
            revision = _save(row, clean, actor=actor, note=note)
        current = row.version
    if revision is not None:
        return revision
    if is_binned:
        raise BinnedMeanwhile(current=current, kept=kept)
    raise EditConflict(current=current, seen=version, kept=kept)


def _save(row: WorkingCopy, payload: Payload, *, actor: Actor, note: str) -> RevisionBase:
    hold_payload(row, payload)
    if _takes_over(row, actor):
        row.holder = actor
    revision = append_revision(row, kind=RevisionKind.SAVE, actor=actor, note=note)
    write_event(Verb.SAVE, of=row, actor=actor, revision=revision.number, note=note)
    return revision


def _merge(
    row: WorkingCopy, mine: Payload, *, seen: RevisionBase, actor: Actor, note: str
) -> RevisionBase | None:
    """Save what both made of the version the second has seen; None where nobody but a person can."""
    theirs, current = row.payload(), row.version
    went_back = draft_versions(row).filter(number__gt=seen.number, kind__in=WENT_BACK)
    if went_back.exists():
        return None
    merged, conflicts = carry(
        row, base=payloads.read(seen), draft=mine, fixed=theirs, settle=nobody, as_equals=True
    )
    if conflicts:
        return None
    if merged == theirs:
        there = revision_of(row, current)
        there.was_there = True
        return there
    if merged == mine:
        return _save(row, mine, actor=actor, note=note)
    try:
        with transaction.atomic():
            hold_payload(row, cleaned(row, merged))
    except InvalidText:
        # Each is right by itself and the two together are not, such as one name twice in a byline.
        row.refresh_from_db()
        return None
    kept = append_revision(
        row, kind=RevisionKind.KEPT, actor=actor, note=note, based_on=seen.number, payload=mine
    )
    if _takes_over(row, actor):
        row.holder = actor
    return append_merged(
        row, Verb.MERGE, theirs=current, kept=kept.number, seen=seen.number, actor=actor, note=note
    )


def append_merged(
    row: WorkingCopy, verb: Verb, *, theirs: int, kept: int, seen: int, actor: Actor, note: str = ""
) -> RevisionBase:
    """Save a working copy that holds two texts now, with one entry that names both."""
    told = _("Made of saved versions %(one)d and %(other)d.") % {"one": theirs, "other": kept}
    note = "\n".join(filter(None, [note, told]))
    revision = append_revision(row, kind=RevisionKind.MERGED, actor=actor, note=note)
    data = {"theirs": theirs, "kept": kept, "seen": seen}
    write_event(verb, of=row, actor=actor, revision=revision.number, note=note, data=data)
    return revision


def _keep_aside(row: WorkingCopy, mine: Payload, *, version: int, actor: Actor, note: str) -> RevisionBase:
    """Keep a text as a version of its own; one that is sent again is kept once."""
    of_actor = row.revisions.filter(kind=RevisionKind.KEPT, saved_by=actor, based_on=version)
    last = of_actor.order_by("-number").first()
    is_there = last is not None and payloads.read(last) == mine and last.number in unmerged_numbers(row)
    if last is not None and is_there:
        return last
    kept = append_revision(
        row, kind=RevisionKind.KEPT, actor=actor, note=note, based_on=version, payload=mine
    )
    write_event(Verb.KEEP, of=row, actor=actor, revision=kept.number, note=note, data={"seen": version})
    return kept


def _takes_over(row: WorkingCopy, actor: Actor) -> bool:
    """Tell whether saving makes it the actor's turn; a writer's late change leaves it with the editors."""
    if row.stage == Stage.SUBMITTED:
        return actor is not None and may(actor, row, "publish")
    return actor is not None and row.holder is None


def restore(*, working_copy: WorkingCopy, revision: int, version: int, actor: Actor) -> RevisionBase:
    """Bring an earlier saved version back into the draft; the present one stays in the history."""
    require(actor, working_copy, "change")
    with locked(working_copy) as row:
        same_version(row, version)
        gone = _hold_what_is_there(row, payloads.read(revision_of(row, revision)))
        note = _left_out(gone)
        restored = append_revision(row, kind=RevisionKind.RESTORE, actor=actor, note=note)
        data = {"restored": revision} | ({"left_out": sorted(gone)} if gone else {})
        write_event(Verb.RESTORE, of=row, actor=actor, revision=restored.number, note=note, data=data)
    return restored


def _hold_what_is_there(row: WorkingCopy, payload: Payload) -> set[str]:
    """Write an earlier payload without the choices that were removed since; return their keys."""
    gone: set[str] = set()
    while True:
        try:
            with transaction.atomic():
                hold_payload(row, {name: _without(value, gone) for name, value in payload.items()})
        except NotThere as refusal:
            if refusal.keys <= gone:
                raise
            gone |= refusal.keys
        else:
            return gone


def _without(value: Any, keys: set[str]) -> Any:
    """Return what a field holds without the choices with these keys."""
    if not isinstance(value, list):
        return None if isinstance(value, str) and value in keys else value
    chosen = [(item, item.values() if isinstance(item, dict) else [item]) for item in value]
    return [item for item, parts in chosen if not any(isinstance(p, str) and p in keys for p in parts)]


def _left_out(gone: set[str]) -> str:
    if not gone:
        return ""
    count = len(gone)
    return ngettext(
        "%(count)d choice of that version is not there any more and was left out.",
        "%(count)d choices of that version are not there any more and were left out.",
        count,
    ) % {"count": count}


def discard(*, working_copy: WorkingCopy, version: int, actor: Actor) -> RevisionBase:
    """Set the draft back to what readers see; the abandoned text stays in the history."""
    require(actor, working_copy, "change")
    with locked(working_copy) as row:
        same_version(row, version)
        editions = editions_of(row)
        live = live_edition(editions, moment_after(editions))
        if live is None:
            raise WrongState(_("Readers see nothing of this yet, so there is nothing to go back to."))
        hold_payload(row, payloads.read(live.revision))
        revision = append_revision(row, kind=RevisionKind.DISCARD, actor=actor)
        write_event(
            Verb.DISCARD, of=row, actor=actor, revision=revision.number, data={"back_to": live.number}
        )
    return revision


def cleaned(row: WorkingCopy, payload: Payload) -> Payload:
    """Return the payload with its text brought into the markup contract, and its lines clean."""
    lines = as_typed(type(row), {name: value for name, value in payload.items() if name != "body"})
    if "body" not in payload:
        return lines
    try:
        return lines | {"body": richtext.sanitise(payload["body"])}
    except richtext.RichTextError as error:
        raise InvalidText(str(error)) from error


def hold_payload(row: WorkingCopy, payload: Payload) -> None:
    """Write a payload into a locked working copy; what it leaves out stays."""
    try:
        row.apply(payloads.changed(row, payload))
    except ValidationError as error:
        raise InvalidText(" ".join(sentences(row, error))) from error


def sentences(row: WorkingCopy, error: ValidationError) -> list[str]:
    """Say which field each problem is about."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [
        f"{str(row._meta.get_field(name).verbose_name).capitalize()}: {message}"  # type: ignore[union-attr]
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def append_revision(
    row: WorkingCopy,
    *,
    kind: RevisionKind,
    actor: Actor,
    note: str = "",
    based_on: int | None = None,
    payload: Payload | None = None,
) -> RevisionBase:
    """Add a saved version: of the working copy as it is now, or aside from it if given a payload."""
    last = row.revisions.aggregate(last=Max("number"))["last"] or 0
    revision = row.revisions.create(
        number=last + 1,
        kind=kind,
        based_on=row.version if based_on is None else based_on,
        payload=payloads.stamped(row, row.payload() if payload is None else payload),
        note=richtext.plain_lines(note),
        saved_by=actor,
    )
    if payload is None:
        row.version = revision.number
        row.changed_at = timezone.now()
        row.save()
        keeping.keep_draft(row)
    return revision


def revision_of(row: WorkingCopy, number: int) -> RevisionBase:
    """Return one saved version; refuse a number there is not."""
    revision: RevisionBase | None = row.revisions.filter(number=number).first()
    if revision is None:
        raise WrongState(_("There is no saved version %(number)d.") % {"number": number})
    return revision
