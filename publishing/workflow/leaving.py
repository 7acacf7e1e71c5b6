"""Leaving something a check found as it is, and looking at it again."""

from dataclasses import asdict, dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.bases import WorkingCopy
from publishing.checks import Kind, Place, Reason, reasons_to_choose
from publishing.checks.reasons import NameReason, name_reasons
from publishing.errors import WrongState
from publishing.history import write_event
from publishing.models import Verb
from publishing.richtext import one_line
from publishing.workflow.locking import Actor, locked, require

MOST_LEFT = 500
"""How much may be left in one draft; the oldest goes."""
LONGEST_WORDS = 2000
LONGEST_NAME = 300
SHOWN = 80

Identity = tuple[str, str, str, str]


@dataclass(frozen=True)
class Leaving:
    """One finding that stays: what it is about, why, and who said so when."""

    kind: str
    field: str
    words: str
    about: str
    name: str
    reason: str
    by: int | None
    at: str

    @property
    def identity(self) -> Identity:
        return (self.kind, self.field, self.words, self.about)

    def __str__(self) -> str:
        """Say what stays and why."""
        what = str(dict(Kind.choices).get(self.kind, self.kind))
        words = self.name or self.words
        shown = words if len(words) <= SHOWN else words[:SHOWN].rsplit(" ", 1)[0] + "…"
        reason = str(dict([*Reason.choices, *NameReason.choices]).get(self.reason, ""))
        return " – ".join(filter(None, [f"{what}: {shown}" if shown else what, reason]))


def identity_of(kind: str, place: Place) -> Identity:
    """Return what a finding is known again by: when its words change, it is another."""
    return (str(kind), place.field, place.words[:LONGEST_WORDS], place.about[:LONGEST_NAME])


def leavings_of(row: WorkingCopy) -> list[Leaving]:
    """Return what was left as it is in a draft, in order."""
    return [Leaving(**entry) for entry in row.left_checks]


def leave(*, working_copy: WorkingCopy, kind: Kind, place: Place, reason: str, actor: Actor) -> Leaving:
    """Leave one finding of a draft as it is, for a reason the newsroom uses."""
    require(actor, working_copy, "change")
    in_use = [*reasons_to_choose(), *name_reasons(kind)]
    if reason not in in_use and (in_use or reason):
        raise WrongState(_("Choose why it stays as it is."))
    field, words, about = identity_of(kind, place)[1:]
    made = Leaving(
        kind=str(kind),
        field=field,
        words=words,
        about=about,
        name=one_line(place.name, LONGEST_NAME),
        reason=reason,
        by=actor.pk if actor else None,
        at=timezone.now().isoformat(),
    )
    with locked(working_copy) as row:
        kept = [one for one in leavings_of(row) if one.identity != made.identity]
        _hold(row, [*kept, made])
        write_event(Verb.LEAVE, of=row, actor=actor, note=str(made), data={"kind": made.kind})
    return made


def look_again(*, working_copy: WorkingCopy, kind: Kind, place: Place, actor: Actor) -> None:
    """Ask again about what was left as it is in a draft."""
    require(actor, working_copy, "change")
    identity = identity_of(kind, place)
    with locked(working_copy) as row:
        held = leavings_of(row)
        gone = next((one for one in held if one.identity == identity), None)
        if gone is None:
            raise WrongState(_("That is asked about already."))
        _hold(row, [one for one in held if one.identity != identity])
        write_event(Verb.LOOK_AGAIN, of=row, actor=actor, note=str(gone), data={"kind": gone.kind})


def _hold(row: WorkingCopy, leavings: list[Leaving]) -> None:
    row.left_checks = [asdict(one) for one in leavings[-MOST_LEFT:]]
    row.save(update_fields=["left_checks"])
