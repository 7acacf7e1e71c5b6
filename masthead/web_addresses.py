"""Addresses a menu may lead to: a place on this site, or an encrypted page of another."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _


def check_address(address: str) -> None:
    """Refuse what is no address, or one that would not lead where it says."""
    if not _is_address(address):
        raise ValidationError(
            _("“%(address)s” is no address: begin with / for this site, or with https:// for another.")
            % {"address": address}
        )


def check_contact(contact: str) -> None:
    """Refuse what is neither an e-mail address nor an encrypted page of another site."""
    if contact.startswith("https://") and _is_address(contact):
        return
    try:
        validate_email(contact)
    except ValidationError as error:
        raise ValidationError(
            _("Write an e-mail address, or an address that begins with https://.")
        ) from error


def _is_address(address: str) -> bool:
    # A browser takes a backslash for a slash, and drops line breaks and tabs.
    if "\\" in address or any(char.isspace() or not char.isprintable() for char in address):
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
