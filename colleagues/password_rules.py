"""What a password has to be, after NIST SP 800-63B: long, and not one that many people would guess.

Nothing is asked of which signs are in it, and none has to be changed because time has passed.
"""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.passwords import normalised
from colleagues.second_factor.rules import has_one, is_required, is_required_in_role
from masthead.site import site_at

ALONE, WITH_A_FACTOR = 15, 8
"""Letters: where the password is all that is asked for, and where a code is asked for too."""
SHORT_WORD, TOO_LITTLE = 4, 5
LONGEST_UNIT = 64


def fewest(user: Any) -> int:
    """Return how long a password of somebody has to be."""
    return WITH_A_FACTOR if _has_a_factor(user) else ALONE


def rule_for(user: Any) -> str:
    """Say what is asked of a password, before it is typed."""
    count = fewest(user)
    return ngettext(
        "At least %(count)d letter. Good are some words that nobody would put side by side. Every letter, "
        "sign and blank of any language counts; nothing has to be mixed in. Not your name, not this "
        "newsroom’s, and none that many people have.",
        "At least %(count)d letters. Good are some words that nobody would put side by side. Every letter, "
        "sign and blank of any language counts; nothing has to be mixed in. Not your name, not this "
        "newsroom’s, and none that many people have.",
        count,
    ) % {"count": count}


def is_short_alone(user: User, password: str) -> bool:
    """Tell whether a password that was taken once is too short, now that nothing else is asked for."""
    return len(normalised(password)) < ALONE and not _has_a_factor(user)


class LongEnough:
    """Refuses what can be tried out."""

    def validate(self, password: str, user: Any = None) -> None:
        count = fewest(user)
        if len(normalised(password)) < count:
            raise ValidationError(
                ngettext(
                    "This password is too short: it needs at least %(count)d letter.",
                    "This password is too short: it needs at least %(count)d letters.",
                    count,
                ),
                code="password_too_short",
                params={"count": count},
            )

    def get_help_text(self) -> str:
        return ngettext("At least %(count)d letter.", "At least %(count)d letters.", ALONE) % {"count": ALONE}


class NotCommon(CommonPasswordValidator):
    """Refuses what stands in the list of common passwords, or repeats such a one, or a few signs."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = normalised(password).casefold().strip()
        unit = _repeated(plain)
        if plain in self.passwords or len(unit) < SHORT_WORD or (unit != plain and unit in self.passwords):
            raise ValidationError(self.get_error_message(), code="password_too_common")


class NotOfHere:
    """Refuses what is made of names that everybody here knows: the newsroom's and one's own."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = _letters(password)
        for word in sorted(_known_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < TOO_LITTLE and rest != _letters(password):
            raise ValidationError(
                _("This password is made of names that everybody here knows."), code="password_of_here"
            )

    def get_help_text(self) -> str:
        return _("Not your name, and not the newsroom’s.")


def _has_a_factor(user: Any) -> bool:
    role = getattr(user, "role_waiting", None)
    if role is not None:
        return is_required_in_role(role)
    return getattr(user, "pk", None) is not None and (has_one(user) or is_required(user))


def _letters(text: str) -> str:
    return "".join(letter for letter in normalised(text).casefold() if letter.isalnum())


def _known_words(user: Any) -> set[str]:
    site = site_at(timezone.now())
    texts = [site.name, "newsroom", "password"]
    texts += [getattr(user, name, "") for name in ("username", "first_name", "last_name", "email")]
    words = {_letters(word) for text in texts for word in (text, *re.split(r"\W+", text))}
    return {word for word in words if len(word) >= SHORT_WORD}


def _repeated(text: str) -> str:
    """Return the shortest beginning that a text repeats, to its end or a part of it."""
    lengths = range(1, min(len(text), LONGEST_UNIT))
    units = (text[:length] for length in lengths)
    return next((unit for unit in units if (unit * (len(text) // len(unit) + 1)).startswith(text)), text)
