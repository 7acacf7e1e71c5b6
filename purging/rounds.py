"""Telling the caches in front what has changed: everything that waits, in one round, in its order.

A round may be done twice, or by two at once: to drop what is dropped already harms nobody. What was told is
noted only after every cache has taken it, so what failed is told first in the next round.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from publishing.caching import announce
from publishing.models import PublicChange
from purging import words
from purging.frame import frame_mark
from purging.models import Front
from purging.resting import resting_on
from purging.targets import NotTold, set_up_mark, targets
from purging.trust import TRUST
from purging.words import word, words_to_drop

MOST_AT_ONCE = 1_000
"""How many changes one round takes; another follows."""
MOST_WORDS = 5_000
"""With more words than that, everything is dropped."""
LATE = timedelta(minutes=5)
"""How long a transaction may take after its change was written down."""
FORGOTTEN_AFTER = timedelta(minutes=30)
"""Changes are kept for an hour: whoever was not reached for so long may have missed some."""


@dataclass
class Round:
    """What one round tells."""

    hard: set[str] = field(default_factory=set)
    soft: set[str] = field(default_factory=set)
    changes: list[PublicChange] = field(default_factory=list)
    frame: str = ""

    def add(self, changes: list[PublicChange], *, at: datetime) -> None:
        """Add what these changes drop."""
        self.changes += changes
        gone = {key for change in changes if change.hard for key in change.keys}
        # What ceased to be public was shown, or was nobody's: who shows nothing of it sees a change alone.
        changed = {key for change in changes if not change.hard for key in change.keys} - {TRUST}
        self.hard |= words_to_drop(gone)
        self.soft |= words_to_drop(changed | resting_on(changed, at=at, most=MOST_WORDS))

    def bound(self) -> None:
        """Drop everything where that is less to say, and nothing in two ways."""
        for some in (self.hard, self.soft):
            if len(some) > MOST_WORDS:
                some.clear()
                some.add(word(words.ALL))
        self.soft -= self.hard
        if word(words.ALL) in self.hard:
            self.hard, self.soft = {word(words.ALL)}, set()
        elif word(words.ALL) in self.soft:
            self.soft = {word(words.ALL)}

    @property
    def everything(self) -> bool:
        return word(words.ALL) in self.hard | self.soft

    def said(self) -> dict[str, Any]:
        """Return what the page of purges shows of it."""
        return {
            "hard": len(self.hard),
            "soft": len(self.soft),
            "changes": len(_of_readers(self.changes)),
            "everything": self.everything,
        }


def tell(hard: Iterable[str], soft: Iterable[str]) -> None:
    """Tell every cache, also when one fails; what must not be seen first."""
    problem: NotTold | None = None
    for target in targets():
        try:
            target.tell(hard, hard=True)
            target.tell(soft, hard=False)
        except NotTold as missed:
            problem = missed
    if problem is not None:
        note_failure(str(problem))
        raise problem


def next_round(*, at: datetime) -> Round:
    """Return what there is to tell now."""
    front, made = the_front(), Round()
    made.add(_waiting(front), at=at)
    made.frame = frame_mark(at)
    if made.frame != front.frame:
        # Around every page; part of it may be what has just ceased to be public.
        is_hard = any(change.hard for change in made.changes)
        (made.hard if is_hard else made.soft).add(word(words.ALL))
    if front.everything or _may_have_missed(front, at):
        made.hard.add(word(words.ALL))
    made.bound()
    return made


def run(made: Round) -> None:
    """Tell a round; one with nothing to tell tries whether the caches listen."""
    tell(made.hard, made.soft or (() if made.hard else (word(words.PROBE),)))


def note_told(made: Round, *, at: datetime) -> None:
    """Note that a round was told, in the transaction this is called in."""
    front = Front.objects.select_for_update().get()
    if front.failing_since is not None or front.reached_at is None:
        # Every process looks again at how long it may hand out pages for.
        announce(TRUST)
    front.told_to = max([front.told_to, *(change.pk for change in made.changes)])
    front.lately = _lately(front, made.changes)
    front.reached_at, front.failing_since, front.fault = at, None, ""
    front.frame, front.set_up = made.frame, set_up_mark()
    if word(words.ALL) in made.hard:
        front.everything = False
    front.save()


def note_failure(sentence: str) -> None:
    """Note that a cache could not be told; pages are handed out for a minute at most from now on."""
    with transaction.atomic():
        Front.objects.get_or_create()
        front = Front.objects.select_for_update().get()
        if front.failing_since is None:
            announce(TRUST)
            front.failing_since = timezone.now()
        front.fault = sentence[:300]
        front.save(update_fields=["failing_since", "fault"])


def ask_for_everything() -> None:
    """Have everything dropped in the next round."""
    the_front()
    Front.objects.update(everything=True)


def waiting_changes() -> int:
    """Count the changes that were not told yet."""
    return len(_of_readers(_waiting(Front.objects.first() or Front())))


def the_front() -> Front:
    """Return what is known of the caches."""
    return Front.objects.get_or_create()[0]


def _waiting(front: Front) -> list[PublicChange]:
    newest = PublicChange.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is None:
        return []
    told = [pk for pk, _at in front.lately]
    late = Q(pk__lte=front.told_to, at__gte=newest - LATE) & ~Q(pk__in=told)
    return list(PublicChange.objects.filter(Q(pk__gt=front.told_to) | late)[:MOST_AT_ONCE])


def _of_readers(changes: list[PublicChange]) -> list[PublicChange]:
    """Leave out that the caches could be told, or no longer."""
    return [change for change in changes if change.keys != [TRUST]]


def _lately(front: Front, changes: list[PublicChange]) -> list[list[Any]]:
    kept = dict(front.lately) | {change.pk: change.at.timestamp() for change in changes}
    since = max(kept.values(), default=0) - 2 * LATE.total_seconds()
    return [[pk, at] for pk, at in kept.items() if at >= since]


def _may_have_missed(front: Front, at: datetime) -> bool:
    if front.set_up != set_up_mark():
        return True
    return front.reached_at is None or at - front.reached_at > FORGOTTEN_AFTER
