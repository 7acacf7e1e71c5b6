"""Codes of authenticator apps and recovery codes: how they are made, and whether one fits."""

import hashlib
import hmac
import secrets
import time
from base64 import b32encode
from urllib.parse import quote, urlencode

from django.utils.crypto import get_random_string, salted_hmac
from django_otp.oath import TOTP

from accounts.models import User
from colleagues.second_factor.models import Authenticator, RecoveryCode
from publishing.identifiers import ALPHABET

SECRET_BYTES = 20
"""What every authenticator app takes: the size of its hash, SHA-1."""
DIGITS = 6
DRIFT = 1
"""How many half minutes the clock of a phone may be off."""
LETTERS = 16
"""80 bits, so that what is stored of a recovery code needs no slow hash."""
HOW_MANY = 10
FEW = 3
"""With so many recovery codes left, new ones are due."""


def new_seed() -> str:
    """Return what a secret is worked out of: 256 random bits."""
    return secrets.token_urlsafe(32)


def secret_of(seed: str) -> bytes:
    """Return the secret an authenticator app holds; without SECRET_KEY nobody can tell it from the seed."""
    return salted_hmac("colleagues.second_factor", seed, algorithm="sha256").digest()[:SECRET_BYTES]


def mark_of_key() -> str:
    """Return what changes when SECRET_KEY does: then no authenticator fits any more."""
    return salted_hmac("colleagues.second_factor.key", "", algorithm="sha256").hexdigest()


def fits_key(authenticator: Authenticator) -> bool:
    """Tell whether its secret can still be worked out."""
    return hmac.compare_digest(authenticator.key_mark, mark_of_key())


def step_of(code: str, seed: str, *, after: int) -> int | None:
    """Return the half minute a code is of, if it fits now and is later than the one used last."""
    if not (len(code) == DIGITS and code.isascii() and code.isdigit()):
        return None
    totp = TOTP(secret_of(seed), digits=DIGITS)
    totp.time = time.time()
    return int(totp.t()) if totp.verify(int(code), tolerance=DRIFT, min_t=after + 1) else None


def in_groups(seed: str) -> str:
    """Return the secret as it is typed into an app that cannot see the picture."""
    letters = b32encode(secret_of(seed)).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def address_of(seed: str, *, username: str, site: str) -> str:
    """Return the address that brings the secret into an app; the picture is of it."""
    issuer = site.replace(":", " ").strip() or "Newsroom"
    secret = b32encode(secret_of(seed)).decode()
    return f"otpauth://totp/{quote(f'{issuer}:{username}')}?" + urlencode(
        {"secret": secret, "issuer": issuer}, quote_via=quote
    )


def without_spaces(typed: str) -> str:
    """Bring what was typed into the form codes have: people group them as they like."""
    return "".join(letter for letter in typed.casefold() if letter.isalnum())[: LETTERS + 1]


def new_recovery_codes() -> list[str]:
    """Return codes to be shown once."""
    return [in_fours(get_random_string(LETTERS, ALPHABET)) for _number in range(HOW_MANY)]


def in_fours(code: str) -> str:
    """Write a recovery code as it is read and typed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def hash_of(code: str, *, user: User) -> str:
    """Return what is stored of a recovery code."""
    return hashlib.sha256(f"{user.pk}:{without_spaces(code)}".encode()).hexdigest()


def use(code: str, *, user: User) -> bool:
    """Use a code of the authenticator up; of two who send the same at once, one is let in."""
    authenticator = Authenticator.objects.filter(user=user).first()
    if authenticator is None:
        return False
    step = step_of(without_spaces(code), authenticator.seed, after=authenticator.last_step)
    if step is None:
        return False
    rows = Authenticator.objects.filter(pk=authenticator.pk, seed=authenticator.seed, last_step__lt=step)
    return rows.update(last_step=step) == 1


def use_recovery(code: str, *, user: User) -> bool:
    """Use a recovery code up; of two who send the same at once, one is let in."""
    if len(without_spaces(code)) != LETTERS:
        return False
    removed, _of_what = RecoveryCode.objects.filter(user=user, code_hash=hash_of(code, user=user)).delete()
    return removed == 1
