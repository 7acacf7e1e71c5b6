"""Telling colleagues by mail that something waits for them: handed over, sent back, or given to them.

Nothing here can fail or hold up what it tells of: it begins once that is on disk, and goes on by itself.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from colleagues import mail
from colleagues.rights import MODEL_BACKEND
from masthead.site import Site
from publishing.bases import WorkingCopy
from publishing.site import absolute
from publishing.workflow.locking import may

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
    _afterwards(partial(_tell, Handing(draft, actor, draft.handover_note, is_back, site)))


def tell_of_gift(drafts: Sequence[WorkingCopy], *, to: User, actor: User, site: Site) -> None:
    """Tell a colleague which drafts of somebody who left are theirs now."""
    if drafts and to != actor:
        _afterwards(partial(_tell_of_gift, drafts, to=to, actor=actor, site=site))


def _afterwards(work: Callable[[], None]) -> None:
    if mail.is_set_up():
        transaction.on_commit(partial(mail.in_background, work), robust=True)


def _tell(handing: Handing) -> None:
    for person in _told(handing):
        mail.send_in_language_of(person, partial(_text, handing), site=handing.site)


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


def _tell_of_gift(drafts: Sequence[WorkingCopy], *, to: User, actor: User, site: Site) -> None:
    def text(person: User, name: str) -> tuple[str, str]:
        told = _("%(who)s gave you these drafts at %(site)s:") % {"who": actor, "site": name}
        rows = "\n\n".join(f"{_named(draft)}\n{_address(draft)}" for draft in drafts)
        return _("Drafts for you at %(site)s") % {"site": name}, _letter(person, f"{told}\n\n{rows}")

    person = User.objects.filter(pk=to.pk, is_active=True, wants_mail=True).exclude(email="").first()
    if person is not None:
        mail.send_in_language_of(person, text, site=site)


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
