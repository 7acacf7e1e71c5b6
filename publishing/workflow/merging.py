"""Bring two changed versions of a draft together, field by field, losing nothing of either."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from publishing import richtext
from publishing.bases import Payload, WorkingCopy
from publishing.errors import InvalidText
from publishing.workflow.conflicts import FieldConflict


@dataclass(frozen=True)
class Decision:
    """What is to stand at a place: our text, theirs, both where a list can hold both, or "words"."""

    take: Literal["ours", "theirs", "both", "words"]
    words: str = ""


class Sides(NamedTuple):
    """What a field would hold with our words, with theirs and, while nobody has decided, with both."""

    ours: Any
    theirs: Any
    both: Any
    collide: bool = True


Decisions = Mapping[str, Decision]
"""What was decided, by the key of each place."""

NOTHING_DECIDED: Decisions = MappingProxyType({})

Settle = Callable[[FieldConflict], Decision | None]


def nobody(conflict: FieldConflict) -> None:
    """Leave every place undecided."""


class Answers:
    """Looks up what was decided at each place one text meets, and remembers the places."""

    def __init__(self, decisions: Decisions) -> None:
        self.decisions = decisions
        self.met: dict[str, FieldConflict] = {}
        self._same: Counter[str] = Counter()

    def __call__(self, conflict: FieldConflict) -> Decision | None:
        told = json.dumps([conflict.field, conflict.draft, conflict.fix], cls=DjangoJSONEncoder)
        self._same[told] += 1
        key = hashlib.sha256(f"{self._same[told]} {told}".encode()).hexdigest()[:20]
        self.met[key] = conflict
        return self.decisions.get(key)


def carry(
    row: WorkingCopy,
    *,
    base: Payload,
    draft: Payload,
    fixed: Payload,
    settle: Settle,
    as_equals: bool = False,
    together: Collection[str] = (),
) -> tuple[Payload, tuple[FieldConflict, ...]]:
    """Merge what the fix changed into another text; that text's own changes stay.

    Returns with it the places where nobody has decided. There the text keeps its own, and where both
    can stand, both. Of lists the text keeps its own order and takes what is new last; as equals, each
    new entry stands where it was put. The fields named in `together` collide whatever is in them.
    """
    merged, conflicts = dict(draft), list[FieldConflict]()
    entangled = _entangled(row, base, draft, fixed).union(together)
    for name, mine in draft.items():
        theirs: Any = fixed.get(name, mine)
        is_known = name in base
        if mine == theirs:
            continue
        if is_known and base[name] in (mine, theirs) and name not in entangled:
            merged[name] = theirs if mine == base[name] else mine
        elif name == "body":
            merged[name], undecided = _merge_texts(base.get(name) or "", mine, theirs, settle)
            conflicts += undecided
        else:
            sides = Sides(mine, theirs, mine)
            if isinstance(mine, list) and is_known:
                once = row.payload_once.get(name)
                sides = merge_lists(base[name] or [], mine, theirs, once=once, as_equals=as_equals)
            if name in entangled:
                sides = Sides(mine, theirs, sides.both)
            conflict = FieldConflict(name, mine, theirs)
            decision = settle(conflict) if sides.collide else Decision("ours")
            merged[name] = sides.both if decision is None else _decided(decision, sides)
            conflicts += [conflict] if decision is None else []
    return merged, tuple(conflicts)


def _entangled(row: WorkingCopy, base: Payload, mine: Payload, theirs: Payload) -> set[str]:
    """Return the fields that say something of what the two sides chose differently.

    A caption belongs to the picture it was written under: beside another one it would say something wrong.
    """
    found: set[str] = set()
    for about, *words in row.payload_together:
        names = [name for name in (about, *words) if name in mine and name in theirs]
        changed = (any(side[name] != base.get(name) for name in names) for side in (mine, theirs))
        if all(changed) and about in names and mine[about] != theirs[about]:
            found |= {*names}
    return found


def _merge_texts(before: str, mine: str, theirs: str, settle: Settle) -> tuple[str, list[FieldConflict]]:
    def settled(place: richtext.Conflict) -> str | None:
        decision = settle(FieldConflict("body", place.mine, place.theirs))
        return None if decision is None else str(_decided(decision, Sides(*place, place.mine + place.theirs)))

    text = richtext.merge(base=before, mine=mine, theirs=theirs, settle=settled)
    return text.body, [FieldConflict("body", place.mine, place.theirs) for place in text.conflicts]


def _decided(decision: Decision, sides: Sides) -> Any:
    if decision.take != "words":
        return getattr(sides, decision.take)
    if not isinstance(sides.ours, str) or not isinstance(sides.theirs, str):
        raise InvalidText(_("Here nothing can be written: choose one of the two."))
    return decision.words


def merge_lists(
    before: list[Any],
    mine: list[Any],
    theirs: list[Any],
    *,
    once: Callable[[Any], Any] | None = None,
    as_equals: bool = False,
) -> Sides:
    """Merge two changed lists; what one side alone put in, took out or moved holds either way.

    `once` tells what no two entries may share: of two that do, each side has its own.
    """
    order, other_order = (_order_of(side, before, mine, theirs) for side in (mine, theirs))
    origin = _order_of(before, mine, theirs)
    moved_both = order != other_order and origin not in (order, other_order)
    if moved_both or not as_equals:
        ours, others = _lined_up(before, mine, theirs), _lined_up(before, theirs, mine)
        if not moved_both:
            ours = others = others if origin == order != other_order else ours
    else:
        like = mine if order != origin else theirs if other_order != origin else before
        ours = others = _placed(before, mine, theirs, like=like)
    new_here = [item for item in mine if item not in before and item not in theirs]
    new_there = [item for item in theirs if item not in before and item not in mine]
    is_replaced = any(item not in mine and item not in theirs for item in before)
    if is_replaced and new_here and new_there:
        # Each put something else in the place of the same.
        here, there = new_here, new_there
    else:
        here, there = _doubled(new_here, new_there, once), _doubled(new_there, new_here, once)
    own = [item for item in ours if item not in there]
    both = [item for item in ours if item not in _doubled(new_there, new_here, once)]
    return Sides(own, [item for item in others if item not in here], both, moved_both or bool(here))


def _doubled(items: list[Any], others: list[Any], once: Callable[[Any], Any] | None) -> list[Any]:
    """Return the items that may not stand beside one of the others."""
    taken = [once(other) for other in others] if once else []
    return [item for item in items if once and once(item) in taken]


def _order_of(items: list[Any], *among: list[Any]) -> list[Any]:
    return [item for item in items if all(item in others for others in among)]


def _lined_up(before: list[Any], first: list[Any], second: list[Any]) -> list[Any]:
    """Return what nobody took out and what either put in: what only `second` has comes last."""
    kept = [item for item in first if item in second or item not in before]
    return kept + [item for item in second if item not in before and item not in kept]


def _placed(before: list[Any], mine: list[Any], theirs: list[Any], *, like: list[Any]) -> list[Any]:
    """Return the same in the order of `like`; what is new stands where it was put."""
    placed: list[tuple[int, int, Any]] = []
    for items in (mine, theirs):
        at = -1
        last = max((place for place, item in enumerate(items) if item in like), default=-1)
        for place, item in enumerate(items):
            is_new = item not in like
            at = like.index(item) if not is_new else at if place < last else len(like)
            stays = (item in mine and item in theirs) or item not in before
            if stays and all(item != other for *_, other in placed):
                placed.append((at, is_new, item))
    return [item for *_, item in sorted(placed, key=lambda entry: entry[:2])]
