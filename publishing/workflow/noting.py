"""Private notes: what colleagues say to each other about words of a draft, and never to readers.

They leave no entry in the history: each says by itself who wrote and who settled it.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.bases import NoteBase, WorkingCopy
from publishing.errors import InvalidText, WrongState
from publishing.richtext import plain_lines
from publishing.richtext.attributes import key as clean_key
from publishing.workflow.locking import Actor, locked, require

LONGEST_NOTE = 2000
MOST_NOTES = 500


def write_note(*, working_copy: WorkingCopy, key: str, text: str, actor: Actor) -> NoteBase:
    """Write a note under the key that marks its place in the text, new or in place of its old words."""
    require(actor, working_copy, "change")
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
        known = notes.filter(key=key).exists()
        if not known and notes.count() >= MOST_NOTES:
            raise InvalidText(_("There are too many notes on this text. Settle some and remove them first."))
        note: NoteBase
        note, _made = notes.update_or_create(
            key=key, defaults={"text": words, "written_at": timezone.now(), "written_by": actor}
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
    require(actor, working_copy, "change")
    with locked(working_copy) as row:
        row.notes.filter(key=key).delete()


def _set(working_copy: WorkingCopy, key: str, actor: Actor, **fields: Any) -> NoteBase:
    require(actor, working_copy, "change")
    with locked(working_copy) as row:
        note: NoteBase | None = row.notes.filter(key=key).first()
        if note is None:
            raise WrongState(_("This note is not there any more."))
        for name, value in fields.items():
            setattr(note, name, value)
        note.save(update_fields=list(fields))
    return note
