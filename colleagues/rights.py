"""Who may manage colleagues, and that there is always somebody who does."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from publishing.errors import NotAllowed, WrongState
from publishing.workflow.locking import Actor

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
MANAGE = "accounts.change_user"


def require_manager(actor: Actor, *, of: User | None = None) -> None:
    """Refuse unless the actor manages colleagues, and this one in particular."""
    if not may_manage(actor, of):
        raise NotAllowed(_("Only administrators can do this."))


def may_manage(actor: Actor, user: User | None = None) -> bool:
    """Tell whether the actor manages colleagues; an administrator over everything only obeys another."""
    if actor is None:
        return True
    if user is not None and user.is_superuser and not actor.is_superuser:
        return False
    if user is not None and user.erased_at is not None:
        return False
    return actor.has_perm(MANAGE)


def administrators() -> Any:
    """Return the colleagues who manage colleagues."""
    return User.objects.with_perm(MANAGE, backend=MODEL_BACKEND)


def lock_roles() -> None:
    """Make whoever else is about to change who works here wait for this transaction."""
    list(Group.objects.select_for_update(no_key=True).order_by("pk"))


def require_manager_still(actor: Actor, *, of: User | None = None) -> None:
    """Refuse unless the actor manages colleagues at this moment; whoever is ending that waits, or is done."""
    lock_roles()
    require_manager(None if actor is None else User.objects.get(pk=actor.pk), of=of)


@contextmanager
def somebody_still_manages() -> Iterator[None]:
    """Let what is done inside take effect only if an administrator is left.

    Of two who would end each other's rights at the same time, the second waits here and is refused.
    """
    with transaction.atomic():
        lock_roles()
        there_was_one = administrators().exists()
        yield
        if there_was_one and not administrators().exists():
            raise WrongState(_("This is the last administrator. Make somebody else an administrator first."))
