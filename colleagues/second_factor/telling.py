"""What colleagues are told by mail when their second factor changes, or is gone round."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.models import User
from colleagues import mail
from masthead.site import Site

Named = dict[str, str]


def tell_of_recovery(user: User, *, site: Site) -> None:
    """Tell somebody that a recovery code of theirs was used."""
    _tell(
        user, lambda name: _("Somebody logged in to %(site)s as you with a recovery code.") % name, site=site
    )


def tell_of_set_up(user: User, *, site: Site) -> None:
    """Tell somebody that a second factor was set up for them, or another one."""
    _tell(
        user, lambda name: _("An authenticator app was set up for your login at %(site)s.") % name, site=site
    )


def tell_of_removal(user: User, *, site: Site) -> None:
    """Tell somebody that they log in with the password alone from now on."""
    _tell(user, lambda name: _("The second factor of your login at %(site)s was removed.") % name, site=site)


def tell_of_new_codes(user: User, *, site: Site) -> None:
    """Tell somebody that their old recovery codes are void."""

    def words(name: Named) -> str:
        return _("New recovery codes were made for you at %(site)s; the old ones are void.") % name

    _tell(user, words, site=site)


def tell_of_reset(user: User, *, actor: User, site: Site) -> None:
    """Tell somebody that an administrator took their second factor away."""

    def words(name: Named) -> str:
        return _(
            "%(actor)s reset the second factor of your login at %(site)s and logged you out everywhere. "
            "When you log in next, you can set up a new one."
        ) % {**name, "actor": actor}

    _tell(user, words, site=site)


def _tell(user: User, words: Callable[[Named], str], *, site: Site) -> None:
    if not (user.email and mail.is_set_up()):
        return

    def write(person: User, name: str) -> tuple[str, str]:
        text = _("Hello %(name)s,\n\n%(what)s\n\nIf that was not you, tell an administrator at once.") % {
            "name": person,
            "what": words({"site": name}),
        }
        return _("Your login at %(site)s") % {"site": name}, text

    mail.post(mail.letter_in_language_of(user, write, site=site))
