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
from publishing.typed import as_typed
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

    If somebody saved in between, or put the draft in the bin, the text offered is kept as a version
    of its own, the working copy stays as it is, and EditConflict says so once that is on disk.
    """
    require(actor, working_copy, "change")
    clean = cleaned(working_copy, payload)
    with locked(working_copy, even_in_bin=True) as row:
        kept, is_binned = None, row.binned_at is not None
        if row.version != version or is_binned:
            kept = append_revision(
                row,
                kind=RevisionKind.KEPT,
                actor=actor,
                note=note,
                based_on=version,
                payload=payloads.changed(row, clean),
            )
            write_event(Verb.KEEP, of=row, actor=actor, revision=kept.number, note=note)
        else:
            hold_payload(row, clean)
            if _takes_over(row, actor):
                row.holder = actor
            revision = append_revision(row, kind=RevisionKind.SAVE, actor=actor, note=note)
            write_event(Verb.SAVE, of=row, actor=actor, revision=revision.number, note=note)
        current = row.version
    if kept is not None and is_binned:
        raise BinnedMeanwhile(current=current, kept=kept)
    if kept is not None:
        raise EditConflict(current=current, seen=version, kept=kept)
    return revision


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
    return revision


def revision_of(row: WorkingCopy, number: int) -> RevisionBase:
    """Return one saved version; refuse a number there is not."""
    revision: RevisionBase | None = row.revisions.filter(number=number).first()
    if revision is None:
        raise WrongState(_("There is no saved version %(number)d.") % {"number": number})
    return revision
