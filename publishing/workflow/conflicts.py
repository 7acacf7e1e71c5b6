"""Where a fix and the draft said different things, and nobody has decided yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from publishing import richtext
from publishing.bases import Payload, RevisionKind, WorkingCopy
from publishing.history import history_of
from publishing.models import Verb


@dataclass(frozen=True)
class FieldConflict:
    """The draft and the fix changed the same place differently; both are kept."""

    field: str
    draft: Any
    fix: Any


def unresolved_conflicts(working_copy: WorkingCopy) -> list[FieldConflict]:
    """Return where the draft still differs from a fix without anybody having decided.

    Where both texts stand in the draft, one of them has to go. Where one side took something out, or
    a field can hold one text only, publishing the draft is the decision.
    """
    fixes = history_of(working_copy).filter(verb=Verb.FIX)
    told = [
        (fix.edition_number, FieldConflict(**conflict))
        for fix in fixes.order_by("id")
        for conflict in fix.data.get("conflicts", [])
    ]
    if not told:
        return []
    draft = working_copy.payload()
    blocks = set(richtext.split_blocks(draft.get("body", "")))
    undecided = _fixes_since_the_draft_was_public(working_copy)
    found: dict[tuple[str, ...], FieldConflict] = {}
    for edition, conflict in told:
        # A field there was once and is no more has nothing to decide.
        if conflict.field in draft and _stands(conflict, draft, blocks, is_undecided=edition in undecided):
            # Of a field that holds one text, readers see the last fix alone.
            place = (conflict.field, conflict.draft, conflict.fix) if conflict.field == "body" else ()
            found[place or (conflict.field,)] = conflict
    return list(found.values())


def unmerged_numbers(working_copy: WorkingCopy) -> list[int]:
    """Return the saved versions that collided with the draft and that nobody has merged or settled."""
    about = history_of(working_copy).filter(verb__in=[Verb.KEEP, Verb.SETTLE, Verb.RESTORE])
    waiting: dict[int, None] = {}
    for verb, number, data in about.order_by("id").values_list("verb", "revision_number", "data"):
        if verb != Verb.KEEP:
            waiting.pop(data.get("kept", data.get("restored", 0)), None)
        elif number is not None and "seen" in data:
            # What was kept before there was merging has long been dealt with by hand.
            waiting[number] = None
    return list(waiting)


def without_earlier_fixes(draft: Payload, conflicts: Iterable[FieldConflict], *, fixed: Payload) -> Payload:
    """Return the draft without those texts of earlier fixes that this fix changes once more.

    They stand in the draft beside its own text for that place. Left there, they alone would be brought up
    to date, and nobody would hear that the draft's own text still says something else.
    """
    text = richtext.split_blocks(draft.get("body", ""))
    whole = len(text)
    kept = set(richtext.split_blocks(fixed.get("body", "")))
    for conflict in conflicts:
        earlier = richtext.split_blocks(conflict.fix) if conflict.field == "body" else []
        if not kept.issuperset(earlier):
            _take_out(earlier, text, behind=richtext.split_blocks(conflict.draft))
    return draft if len(text) == whole else draft | {"body": "".join(text)}


def _take_out(blocks: list[str], text: list[str], *, behind: list[str]) -> None:
    """Take blocks out of a text, where they stand twice those behind others."""
    start = text.index(behind[-1]) if behind and behind[-1] in text else 0
    for block in blocks:
        if block in text:
            del text[text.index(block, start if block in text[start:] else 0)]


def _stands(conflict: FieldConflict, draft: Payload, blocks: set[str], *, is_undecided: bool) -> bool:
    if conflict.field != "body":
        return is_undecided and isinstance(conflict.fix, str) and draft.get(conflict.field) == conflict.draft
    both = richtext.split_blocks(conflict.draft) + richtext.split_blocks(conflict.fix)
    return blocks.issuperset(both) and (is_undecided or bool(conflict.draft and conflict.fix))


def _fixes_since_the_draft_was_public(working_copy: WorkingCopy) -> set[int]:
    """Return the numbers of the published versions that are fixes of one another, the last one first."""
    editions: Any = working_copy.editions
    public = editions.seen(timezone.now()).order_by("-number")
    found: set[int] = set()
    # What a fix was carried into waited for its time: it was the draft long before.
    own = public.exclude(revision__kind=RevisionKind.WAITING)
    for number, kind in own.values_list("number", "revision__kind"):
        if kind != RevisionKind.FIX:
            break
        found.add(number)
    return found
