"""Setting up, renewing, removing and resetting a second factor; each is in the history."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from colleagues.logins.ending import end_logins
from colleagues.rights import require_manager, require_manager_still
from colleagues.second_factor import codes
from colleagues.second_factor.models import Authenticator, RecoveryCode
from colleagues.second_factor.rules import is_required
from publishing.errors import NotAllowed, WrongState
from publishing.history import write_event
from publishing.models import Verb
from publishing.workflow.locking import Actor


def set_up(*, user: User, seed: str, code: str, this_session: str = "") -> list[str] | None:
    """Make the app that shows this code somebody's second factor; return their recovery codes.

    If the code does not fit, nothing is done. Every other login of theirs ends: it came without.
    """
    step = codes.step_of(codes.without_spaces(code), seed, after=-1)
    if step is None:
        return None
    with transaction.atomic():
        _locked(user)
        try:
            with transaction.atomic():
                Authenticator.objects.create(
                    user=user, seed=seed, key_mark=codes.mark_of_key(), last_step=step
                )
        except IntegrityError as error:
            raise WrongState(_("A second factor was set up for you meanwhile. Log in with it.")) from error
        shown = _new_codes(user)
        end_logins(user, but=this_session)
        write_event(Verb.SET_UP_FACTOR, of=user, actor=user)
    return shown


def replace(*, user: User, seed: str, code: str, this_session: str) -> list[str] | None:
    """Put another app in the place of the one before, whose code was just given."""
    with transaction.atomic():
        _locked(user)
        Authenticator.objects.filter(user=user).delete()
        shown = set_up(user=user, seed=seed, code=code, this_session=this_session)
        if shown is None:
            transaction.set_rollback(True)
    return shown


def renew_codes(*, user: User) -> list[str]:
    """Make new recovery codes; the old ones are void. Return the new ones, which can be read only now."""
    with transaction.atomic():
        _locked(user)
        if not Authenticator.objects.filter(user=user).exists():
            raise WrongState(_("Your second factor was removed meanwhile."))
        shown = _new_codes(user)
        write_event(Verb.NEW_CODES, of=user, actor=user)
    return shown


def recover(*, user: User, code: str) -> bool:
    """Use a recovery code up in the place of the app's; tell whether it was one."""
    with transaction.atomic():
        if not codes.use_recovery(code, user=user):
            return False
        write_event(Verb.RECOVER, of=user, actor=user)
    return True


def remove(*, user: User) -> None:
    """Log in with the password alone from now on, where that is allowed."""
    with transaction.atomic():
        row = _locked(user)
        if is_required(row):
            raise NotAllowed(_("Your role needs a second factor. Set up another one instead."))
        forget(row)
        write_event(Verb.REMOVE_FACTOR, of=row, actor=row)


def reset(*, user: User, actor: Actor) -> None:
    """Take a colleague's second factor away, for they have lost it; every login of theirs ends."""
    require_manager(actor, of=user)
    if actor is not None and actor.pk == user.pk:
        raise NotAllowed(_("Your own second factor you change in your settings."))
    with transaction.atomic():
        require_manager_still(actor, of=user)
        row = _locked(user)
        if not forget(row):
            raise WrongState(_("%(who)s has no second factor.") % {"who": row})
        end_logins(row)
        write_event(Verb.RESET_FACTOR, of=row, actor=actor)


def forget(user: User) -> bool:
    """Take a second factor away inside the caller's transaction; tell whether there was one."""
    RecoveryCode.objects.filter(user=user).delete()
    removed, _of_what = Authenticator.objects.filter(user=user).delete()
    return removed > 0


def _new_codes(user: User) -> list[str]:
    shown = codes.new_recovery_codes()
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=codes.hash_of(code, user=user)) for code in shown
    )
    return shown


def _locked(user: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)
