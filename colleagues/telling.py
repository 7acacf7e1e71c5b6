"""Telling colleagues by mail that something waits for them: handed over, sent back, or given to them.

Nothing here can fail or hold up what it tells of: a job writes the letters, one job more sends each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from colleagues import mail
from colleagues.rights import MODEL_BACKEND
from jobs.queue import enqueue
from masthead.site import Site
from publishing.bases import WorkingCopy
from publishing.site import absolute
from publishing.workflow.locking import may

HANDING = "colleagues.handing"
GIFT = "colleagues.gift"
LONGEST_NAME = 120
"""How much of a headline stands in the subject."""


@dataclass(frozen=True)
class Handing:
    """Somebody handed a draft to the editors, or sent it back to whoever wrote it: what its mail says."""

    draft: WorkingCopy
    actor: User
    note: str
    is_back: bool
    site: Site


def tell_of_handing(draft: WorkingCopy, *, actor: User, is_back: bool, site: Site) -> None:
    """Tell whoever has to do something now with a draft that was just handed over, or sent back."""
    if mail.is_set_up():
        handing = {"draft": _place(draft), "actor": actor.pk, "note": draft.handover_note, "is_back": is_back}
        enqueue(HANDING, handing)


def tell_of_gift(drafts: Sequence[WorkingCopy], *, to: User, actor: User, site: Site) -> None:
    """Tell a colleague which drafts of somebody who left are theirs now."""
    if drafts and to != actor and mail.is_set_up():
        enqueue(GIFT, {"drafts": [_place(draft) for draft in drafts], "to": to.pk, "actor": actor.pk})


def write_of_handing(*, draft: list[Any], actor: int, note: str, is_back: bool, site: Site, job: int) -> int:
    """Write to everybody concerned; return how many letters go out."""
    handed = _at(draft)
    if handed is None:
        return 0
    handing = Handing(handed, User.objects.get(pk=actor), note, is_back, site)
    people = list(_told(handing))
    for person in people:
        letter = mail.letter_in_language_of(person, partial(_text, handing), site=site)
        mail.post(letter, key=f"{HANDING}-{job}-{person.pk}")
    return len(people)


def _place(draft: WorkingCopy) -> list[Any]:
    return [draft._meta.label, draft.pk]


def _at(place: list[Any]) -> WorkingCopy | None:
    label, pk = place
    found: WorkingCopy | None = apps.get_model(label)._default_manager.filter(pk=pk).first()
    return found


def _told(handing: Handing) -> Iterable[User]:
    """Return whom it concerns: the editors of such pages, or who has it back; never who did it."""
    meta = handing.draft._meta
    if handing.is_back:
        people = User.objects.filter(pk=handing.draft.holder_id or 0, is_active=True)
    else:
        people = User.objects.with_perm(f"{meta.app_label}.publish_{meta.model_name}", backend=MODEL_BACKEND)
    wanted = people.filter(wants_mail=True).exclude(email="").exclude(pk=handing.actor.pk).order_by("pk")
    return [person for person in wanted if may(person, handing.draft, "change")]


def _text(handing: Handing, person: User, name: str) -> tuple[str, str]:
    headline = _named(handing.draft)
    words = {"who": handing.actor, "site": name}
    if handing.is_back:
        subject = _("Sent back: %(headline)s") % {"headline": headline[:LONGEST_NAME]}
        told = _("%(who)s sent this back to you at %(site)s:") % words
    else:
        subject = _("For the editors: %(headline)s") % {"headline": headline[:LONGEST_NAME]}
        told = _("%(who)s handed this to the editors of %(site)s:") % words
    told = f"{told}\n\n{headline}\n{_address(handing.draft)}"
    return subject, _letter(person, told, handing.note)


def write_of_gift(*, drafts: list[list[Any]], to: int, actor: int, site: Site, job: int) -> int:
    """Write to a colleague which drafts are theirs now; return how many letters go out."""
    given = [draft for draft in map(_at, drafts) if draft is not None]
    giver = User.objects.get(pk=actor)

    def text(person: User, name: str) -> tuple[str, str]:
        told = _("%(who)s gave you these drafts at %(site)s:") % {"who": giver, "site": name}
        rows = "\n\n".join(f"{_named(draft)}\n{_address(draft)}" for draft in given)
        return _("Drafts for you at %(site)s") % {"site": name}, _letter(person, f"{told}\n\n{rows}")

    person = User.objects.filter(pk=to, is_active=True, wants_mail=True).exclude(email="").first()
    if person is None or not given:
        return 0
    mail.post(mail.letter_in_language_of(person, text, site=site), key=f"{GIFT}-{job}-{person.pk}")
    return 1


def _letter(person: User, *parts: str) -> str:
    hello = _("Hello %(name)s,") % {"name": person}
    settings = absolute(reverse("admin:accounts_user_change", args=[person.pk]))
    end = _("You can switch these mails off in your settings: %(settings)s") % {"settings": settings}
    return "\n\n".join(part for part in (hello, *parts, f"-- \n{end}") if part)


def _named(draft: WorkingCopy) -> str:
    return mail.one_line(draft) or _("Without a name")


def _address(draft: WorkingCopy) -> str:
    meta = draft._meta
    return absolute(reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[draft.pk]))
