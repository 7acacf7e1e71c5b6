"""Who has a draft open, when they last typed there, and what of it they have seen; never their words.

Nothing here writes history: looking at something is nobody's act.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from publishing.bases import WorkingCopy
from publishing.models import Visit
from publishing.workflow.since import Others, draft_versions, what_others_wrote

OPEN_FOR = timedelta(seconds=60)
"""How long a page counts as open after it last said so; it says so several times in that time."""
WRITING_FOR = timedelta(minutes=10)
"""How long somebody who has typed counts as writing."""
REMEMBERED_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Company:
    """Somebody else who is at a draft, and when they last typed something there, if that was just now."""

    person: User
    typed_at: datetime | None


def _of(obj: WorkingCopy) -> QuerySet[Visit]:
    return Visit.objects.filter(kind=obj._meta.model_name or "", object_key=obj.key)


def come_in(obj: WorkingCopy, person: User, *, typing: bool = False) -> int:
    """Note that somebody has a draft open, or has just typed there; return which version they have seen."""
    now = timezone.now()
    values = {"open_at": now} | ({"typed_at": now} if typing else {})
    own = _of(obj).filter(person=person)
    if not own.update(**values):
        try:
            with transaction.atomic():
                Visit.objects.create(
                    person=person,
                    kind=obj._meta.model_name or "",
                    object_key=obj.key,
                    seen_version=obj.version,
                    **values,
                )
        except IntegrityError:
            # Two tabs at this moment: one of them was first.
            own.update(**values)
    return int(own.values_list("seen_version", flat=True)[0])


def company_of(obj: WorkingCopy, person: User | None) -> list[Company]:
    """Return who else is at a draft, whoever typed last first."""
    return _company(_of(obj), person).get(obj.key, [])


def company_everywhere(person: User | None) -> dict[str, list[Company]]:
    """Return who else is at any draft now, by the drafts' keys: one question for a whole list."""
    return _company(Visit.objects.all(), person)


def _company(visits: QuerySet[Visit], person: User | None) -> dict[str, list[Company]]:
    now = timezone.now()
    there = Q(open_at__gt=now - OPEN_FOR) | Q(typed_at__gt=now - WRITING_FOR)
    # Whoever types has the page open: the first condition alone bounds what is looked at.
    visits = visits.filter(there, open_at__gt=now - WRITING_FOR, person__is_active=True)
    found: dict[str, list[Company]] = {}
    for visit in visits.exclude(person=person).select_related("person").order_by("-typed_at", "pk"):
        is_writing = visit.typed_at is not None and visit.typed_at > now - WRITING_FOR
        company = Company(visit.person, visit.typed_at if is_writing else None)
        # Those who only look come last, whatever a database takes for the greatest.
        own = found.setdefault(visit.object_key, [])
        own.insert(len(own) if not is_writing else sum(one.typed_at is not None for one in own), company)
    return found


def see(obj: WorkingCopy, person: User, version: int) -> None:
    """Note that somebody knows what others have done up to a version; never less than before."""
    if draft_versions(obj).filter(number=version).exists():
        _of(obj).filter(person=person, seen_version__lt=version).update(seen_version=version)


def unseen(obj: WorkingCopy, person: User) -> Others | None:
    """Return what others have brought into a draft since somebody last looked.

    As long as nobody else has saved, one has seen one's own saves.
    """
    since = _of(obj).filter(person=person).values_list("seen_version", flat=True).first()
    if since is None or since >= obj.version:
        return None
    others = what_others_wrote(obj, person, since=since)
    if others is None:
        see(obj, person, obj.version)
    return others


def sweep() -> int:
    """Forget visits of long ago."""
    gone, _kinds = Visit.objects.filter(open_at__lt=timezone.now() - REMEMBERED_FOR).delete()
    return gone
