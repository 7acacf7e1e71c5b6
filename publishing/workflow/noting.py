"""Private notes: what colleagues say to each other about words of a draft, and never to readers.

They leave no entry in the history: each says by itself who wrote and who settled it.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.bases import NoteBase, WorkingCopy
from publishing.errors import InvalidText, NotAllowed, WrongState
from publishing.richtext import plain_lines
from publishing.richtext.attributes import key as clean_key
from publishing.workflow.locking import Actor, locked, may

LONGEST_NOTE = 2000
MOST_NOTES = 500
LONGEST_ABOUT = 300
WRITE_NOTES = "publishing.write_notes"


def may_note(actor: Actor, working_copy: WorkingCopy) -> bool:
    """Tell whether somebody may leave notes on a draft: whoever changes it, and whoever reads to check."""
    if may(actor, working_copy, "change"):
        return True
    return actor is not None and may(actor, working_copy, "view") and actor.has_perm(WRITE_NOTES)


def write_note(
    *, working_copy: WorkingCopy, key: str, text: str, actor: Actor, about: str | None = None
) -> NoteBase:
    """Write a note under a key of its own, new or in place of its old words.

    The text marks its place with that key; where whoever writes it cannot mark it, `about` are the words.
    """
    _require_noting(actor, working_copy)
    words = plain_lines(text)
    if not words:
        raise InvalidText(_("Write the note first."))
    if len(words) > LONGEST_NOTE:
        raise InvalidText(
            ngettext(
                "A note has at most %(most)d character.",
                "A note has at most %(most)d characters.",
                LONGEST_NOTE,
            )
            % {"most": LONGEST_NOTE}
        )
    if clean_key(key) is None:
        raise InvalidText(_("This note cannot be told from others. Write it anew."))
    with locked(working_copy) as row:
        notes: Any = row.notes
        known = notes.filter(key=key).first()
        _require_own(actor, row, known)
        if known is None and notes.count() >= MOST_NOTES:
            raise InvalidText(_("There are too many notes on this text. Settle some and remove them first."))
        note: NoteBase
        note, _made = notes.update_or_create(
            key=key,
            defaults={"text": words, "written_at": timezone.now(), "written_by": actor}
            | ({} if about is None else {"about": " ".join(about.split())[:LONGEST_ABOUT]}),
        )
    return note


def settle_note(*, working_copy: WorkingCopy, key: str, actor: Actor) -> NoteBase:
    """Say that a note has been dealt with; it stays among the settled ones."""
    return _set(working_copy, key, actor, settled_at=timezone.now(), settled_by=actor)


def reopen_note(*, working_copy: WorkingCopy, key: str, actor: Actor) -> NoteBase:
    """Say that a settled note is open after all."""
    return _set(working_copy, key, actor, settled_at=None, settled_by=None)


def remove_note(*, working_copy: WorkingCopy, key: str, actor: Actor) -> None:
    """Remove a note for good."""
    _require_noting(actor, working_copy)
    with locked(working_copy) as row:
        note = row.notes.filter(key=key).first()
        _require_own(actor, row, note)
        if note is not None:
            note.delete()


def _require_noting(actor: Actor, working_copy: WorkingCopy) -> None:
    if not may_note(actor, working_copy):
        raise NotAllowed(_("You may read this, but leave no notes on it."))


def _require_own(actor: Actor, working_copy: WorkingCopy, note: NoteBase | None) -> None:
    """Leave to whoever only reads a text what they wrote themselves."""
    if note is None or may(actor, working_copy, "change"):
        return
    if actor is None or note.written_by_id != actor.pk:
        raise NotAllowed(_("Somebody else wrote this note, so leave it to them."))


def _set(working_copy: WorkingCopy, key: str, actor: Actor, **fields: Any) -> NoteBase:
    _require_noting(actor, working_copy)
    with locked(working_copy) as row:
        note: NoteBase | None = row.notes.filter(key=key).first()
        if note is None:
            raise WrongState(_("This note is not there any more."))
        _require_own(actor, row, note)
        for name, value in fields.items():
            setattr(note, name, value)
        note.save(update_fields=list(fields))
    return note
