"""The bin: where a draft that readers never saw lies for a while before it is gone for good.

How long is a matter of the clock: when its time is over nobody can put it back, whether it has
been removed by then or not.
"""

import json
from itertools import chain

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.addresses import free_slug
from publishing.bases import RevisionKind, WorkingCopy
from publishing.errors import InUse, NotAllowed, WrongState
from publishing.history import write_event
from publishing.links import working_copy_models
from publishing.models import Verb
from publishing.usage import Uses, identity, uses_of
from publishing.workflow.locking import (
    Actor,
    Editions,
    editions_of,
    live_edition,
    lock_in_order,
    locked,
    may,
    moment_reached,
    pending_editions,
    require,
    same_version,
)
from publishing.workflow.removing import remove_for_good
from publishing.workflow.saving import append_revision


def may_bin(actor: Actor, working_copy: WorkingCopy) -> bool:
    """Tell whether the actor may put this draft in the bin: editors any, everybody else what is theirs.

    Theirs is what they have in hand. A draft with the editors, or with somebody else, is not for one
    writer to throw away.
    """
    if may(actor, working_copy, "publish"):
        return True
    return may(actor, working_copy, "change") and working_copy.holder == actor


def may_put_back(actor: Actor, working_copy: WorkingCopy) -> bool:
    """Tell whether the actor may take this draft out of the bin: whoever may put it there, or did."""
    if may_bin(actor, working_copy):
        return True
    return may(actor, working_copy, "change") and working_copy.binned_by == actor


def why_not_bin(editions: Editions) -> str:
    """Say what to do instead with a page that readers saw or will see; nothing for a mere draft."""
    now, reached = timezone.now(), moment_reached(editions)
    if live_edition(editions, now) or live_edition(editions, reached):
        return _("Readers see this, so it cannot be deleted. Take it down instead.")
    if pending_editions(editions, reached):
        return _("This is scheduled, so it cannot be deleted yet. Cancel the schedule first.")
    if editions.before or any(not e.is_empty for e in editions):
        return _("Readers have seen this, so it stays on record. It is taken down already.")
    return ""


def uses_that_keep(row: WorkingCopy) -> Uses:
    """Return what leads to a page and keeps it from the bin; what lies there itself does not."""
    uses = uses_of(row)
    kept = Uses(use for use in uses if not use.in_bin)
    kept.is_cut = uses.is_cut
    return kept


def bin_draft(*, working_copy: WorkingCopy, version: int, actor: Actor) -> None:
    """Put a draft that readers never saw, and nothing leads to, in the bin."""
    require(actor, working_copy, "change")
    with locked(working_copy) as row:
        if not may_bin(actor, row):
            raise NotAllowed(
                _("“%(name)s” is not in your hands: %(who)s. Ask an editor to delete it.")
                % {"name": row, "who": row.who_has_it}
            )
        same_version(row, version)
        if reason := why_not_bin(editions_of(row)):
            raise WrongState(reason)
        if uses := uses_that_keep(row):
            raise InUse(row, uses)
        row.binned_at, row.binned_by = timezone.now(), actor
        row.save()
        write_event(Verb.BIN, of=row, actor=actor, revision=row.version)


def take_out_of_bin(*, working_copy: WorkingCopy, version: int, actor: Actor) -> list[WorkingCopy]:
    """Put a draft back, and with it, so that nothing is missing there, whoever it names from the bin."""
    require(actor, working_copy, "change")
    with transaction.atomic():
        named = _held_with(working_copy)
        with locked(working_copy, even_in_bin=True) as row:
            if row.binned_at is None:
                raise WrongState(_("This is not in the bin any more."))
            if not may_put_back(actor, row):
                raise NotAllowed(_("Only editors, and whoever deleted this draft, can put it back."))
            same_version(row, version)
            return _put_back_all(row, named, actor=actor)


def _held_with(working_copy: WorkingCopy) -> list[WorkingCopy]:
    """Lock a draft and whoever it names from the bin, directly or through one of them; return the others.

    What lies in the bin does not change, so who is named can be read first.
    """
    in_bin = {
        (model, pk): key
        for model in working_copy_models()
        for pk, key in model.objects.in_bin(timezone.now()).values_list("pk", "key")
    }
    wanted, unread, found = {identity(working_copy)}, [working_copy], [working_copy]
    while unread:
        text = _text_of(unread.pop())
        for (model, pk), key in in_bin.items():
            if key in text and (model, pk) not in wanted:
                wanted.add((model, pk))
                named = model.objects.filter(pk=pk)
                unread += named
                found += named
    held = lock_in_order(found)
    return [row for row in held if row != working_copy and row.binned_at is not None]


def _text_of(row: WorkingCopy) -> str:
    return json.dumps(row.payload())


def _put_back_all(
    row: WorkingCopy, named: list[WorkingCopy], *, actor: Actor, note: str = ""
) -> list[WorkingCopy]:
    """Put locked drafts back, each once: one, then whoever it names, and so on; return the others."""
    _put_back(row, actor=actor, note=note)
    back: list[WorkingCopy] = []
    for naming in chain([row], back):
        text = _text_of(naming)
        for other in named:
            if other.key in text and other not in back:
                _put_back(other, actor=actor, note=_("“%(name)s” names it.") % {"name": naming})
                back.append(other)
    return back


def _put_back(row: WorkingCopy, *, actor: Actor, note: str) -> None:
    """Put one locked draft back; its web address is numbered if somebody has taken it meanwhile."""
    row.binned_at = row.binned_by = None
    wanted = row.slug
    row.slug = free_slug(row, wanted)
    if row.slug == wanted:
        row.save()
    else:
        moved = _("Another page has the web address “%(slug)s” by now, so this one got a number.")
        append_revision(row, kind=RevisionKind.SAVE, actor=actor, note=moved % {"slug": wanted})
    write_event(Verb.PUT_BACK, of=row, actor=actor, revision=row.version, note=note)


def empty_bin() -> list[str]:
    """Remove for good what lay in the bin for its time, oldest first; return what that was.

    What somebody has come to use after all, past the checks, is put back instead.
    """
    over = [row for model in working_copy_models() for row in model.objects.past_bin(timezone.now())]
    removed = []
    for row in sorted(over, key=lambda row: (row.binned_at, row.pk)):
        name = str(row)
        try:
            remove_for_good(rows=[row], actor=None)
        except InUse as refusal:
            _rescue(row, note=_("It is used in: %(where)s") % {"where": refusal.where})
        except WrongState:
            # Somebody else emptied the bin at the same time.
            continue
        else:
            removed.append(name)
    return removed


def _rescue(row: WorkingCopy, *, note: str) -> None:
    with transaction.atomic():
        named = _held_with(row)
        for held in type(row).objects.past_bin(timezone.now()).filter(pk=row.pk):
            _put_back_all(held, named, actor=None, note=note)
