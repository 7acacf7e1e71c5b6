"""What somebody is typing, kept until it is saved: never a version, never public, nobody else's to read.

Nothing here writes history: these words are nobody's act yet. A save makes a version of them, and then
they go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from publishing.bases import WorkingCopy
from publishing.errors import WorkflowError
from publishing.models import Buffer, Purpose
from publishing.richtext import one_line

KEPT_FOR = timedelta(days=30)
"""How long words stay that nobody saves."""
TOLD_BEFORE = timedelta(days=7)
"""How long before that it is said."""
MOST_A_PERSON = 100
"""How many texts one person can have that are not saved."""
MOST_FIELDS = 3000
MOST_CHARACTERS = 5_000_000
LONGEST_TAB = 40
LONGEST_LABEL = 300

Pairs = Sequence[tuple[str, str]]


class NotKept(WorkflowError):
    """The words could not be kept here; `str()` says why."""


@dataclass(frozen=True)
class Place:
    """Where words belong: whose they are, what they are typed into, and in which tab."""

    person: User
    kind: str
    object_key: str
    tab: str = ""
    purpose: str = Purpose.DRAFT

    def rows(self) -> QuerySet[Buffer]:
        """Return everything kept for this form, of whichever tab."""
        return Buffer.objects.filter(
            person=self.person, kind=self.kind, object_key=self.object_key, purpose=self.purpose
        )


def kind_of(model: type[models.Model]) -> str:
    """Return how buffers name a kind of page."""
    return model._meta.model_name or ""


def place_of(obj: WorkingCopy, person: User, *, tab: str = "", purpose: str = Purpose.DRAFT) -> Place:
    """Return where words typed into a page belong."""
    return Place(person, kind_of(type(obj)), obj.key, tab, purpose)


def keep(
    place: Place,
    *,
    fields: Pairs,
    based_on: int | None,
    label: str = "",
    order: int = 0,
    taken: str = "",
) -> datetime:
    """Keep what a tab holds, in the place of what it held before; other tabs' words stay.

    `taken` is the key of older words that this tab goes on with. What arrives late, with a lower
    `order`, replaces nothing.
    """
    _check_size(place, fields)
    now = timezone.now()
    values: dict[str, Any] = {
        # No database keeps this character, and nobody sees it.
        "fields": [[name.replace("\0", ""), value.replace("\0", "")] for name, value in fields],
        "based_on": based_on,
        "label": one_line(label)[:LONGEST_LABEL],
        "order": order,
        "kept_at": now,
        "let_go_at": None,
        "taken_into": "",
    }
    own = place.rows().filter(tab=place.tab)
    if not own.filter(order__lte=order).update(**values) and not own.exists():
        _begin(place, values)
    if taken:
        older = _of(place.person).filter(key=taken, let_go_at=None).exclude(tab=place.tab)
        older.update(taken_into=place.tab, let_go_at=now)
    return now


def _begin(place: Place, values: dict[str, Any]) -> None:
    _make_room(place.person)
    own = {"object_key": place.object_key, "purpose": place.purpose, "tab": place.tab}
    try:
        with transaction.atomic():
            Buffer.objects.create(person=place.person, kind=place.kind, **own, **values)
    except IntegrityError:
        # The same tab, twice at this moment: the later one stays.
        place.rows().filter(tab=place.tab, order__lte=values["order"]).update(**values)


def _check_size(place: Place, fields: Pairs) -> None:
    if not place.tab or len(place.tab) > LONGEST_TAB:
        raise NotKept(_("This form is incomplete. Open the page again and repeat your change."))
    if len(fields) > MOST_FIELDS or sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        raise NotKept(_("This is too long to be kept here."))


def _make_room(person: User) -> None:
    """Take away what is over time and, if there is too much, what was let go; nothing else gives way."""
    own = _of(person)
    own.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()
    surplus = own.count() - MOST_A_PERSON + 1
    if surplus <= 0:
        return
    let_go = own.filter(let_go_at__isnull=False).order_by("let_go_at").values_list("pk", flat=True)
    gone, _kinds = own.filter(pk__in=list(let_go[:surplus])).delete()
    if gone < surplus:
        raise NotKept(
            ngettext(
                "You have %(count)d text that is not saved: no more can be kept. Save it or let it go.",
                "You have %(count)d texts that are not saved: no more can be kept. Save some or let them go.",
                MOST_A_PERSON,
            )
            % {"count": MOST_A_PERSON}
        )


def _of(person: User) -> QuerySet[Buffer]:
    return Buffer.objects.filter(person=person)


def on_screen(place: Place | None) -> Buffer | None:
    """Return what a tab has kept, if anything."""
    return place.rows().filter(tab=place.tab).first() if place is not None and place.tab else None


def offered(place: Place) -> list[Buffer]:
    """Return the words of one person for this form that other tabs kept and nobody saved, newest first."""
    rows = place.rows().filter(let_go_at=None, kept_at__gte=timezone.now() - KEPT_FOR)
    return list(rows.exclude(tab=place.tab))


def offered_for_new(person: User, kind: str) -> list[Buffer]:
    """Return what one person has typed into new pages of a kind that were never saved, newest first."""
    return list(not_saved_yet(person).filter(kind=kind, based_on=None))


def not_saved_yet(person: User) -> QuerySet[Buffer]:
    """Return all words of one person that nobody saved, newest first, without the words themselves."""
    rows = _of(person).filter(let_go_at=None, kept_at__gte=timezone.now() - KEPT_FOR)
    return rows.defer("fields")


def of_person(person: User, key: str) -> Buffer | None:
    """Return one's own words by key; nobody gets anybody else's."""
    return _of(person).filter(key=key).first()


def of_tab(person: User, tab: str) -> Buffer | None:
    """Return what one of the person's own tabs has kept."""
    return _of(person).filter(tab=tab).first() if tab else None


def let_go(person: User, key: str) -> None:
    """Offer somebody's words no more; until their time is over they can still be looked up."""
    _of(person).filter(key=key, let_go_at=None).update(let_go_at=timezone.now())


def offer_again(person: User, key: str) -> None:
    """Offer words once more that were let go."""
    _of(person).filter(key=key).update(let_go_at=None, taken_into="")


def saved(place: Place, *, order: int | None = None) -> None:
    """Take away what a tab kept, now that it is saved, and what it had taken over.

    What the tab has typed since, with a higher `order`, stays.
    """
    if not place.tab:
        return
    own = models.Q(tab=place.tab) if order is None else models.Q(tab=place.tab, order__lte=order)
    place_rows = Buffer.objects.filter(person=place.person, kind=place.kind, purpose=place.purpose)
    place_rows.filter(own & models.Q(object_key=place.object_key) | models.Q(taken_into=place.tab)).delete()


def forget(buffer: Buffer) -> None:
    """Take away words that say nothing that is not saved, unless they have grown meanwhile."""
    Buffer.objects.filter(pk=buffer.pk, order=buffer.order, kept_at=buffer.kept_at).delete()


def sweep(at: datetime | None = None) -> int:
    """Take away what nobody saved for its time; return how many texts that was."""
    gone, _kinds = Buffer.objects.filter(kept_at__lt=(at or timezone.now()) - KEPT_FOR).delete()
    return gone


def goes_at(buffer: Buffer) -> datetime:
    """Return when words that nobody saves are gone for good."""
    return buffer.kept_at + KEPT_FOR


def goes_soon(buffer: Buffer, at: datetime) -> bool:
    """Tell whether it is time to say that."""
    return goes_at(buffer) - at <= TOLD_BEFORE
