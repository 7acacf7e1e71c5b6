"""Who has a second factor, and who has to have one."""

from typing import Any

from django.conf import settings

from accounts.models import User
from colleagues.second_factor.models import Authenticator, RecoveryCode

ALL, ON, OFF = "all", "on", "off"
PUBLISHING = ("publish_", "withdraw_")
MANAGING = {
    "publishing.change_public",
    "publishing.view_event",
    "jobs.change_job",
    "accounts.add_user",
    "accounts.change_user",
    "auth.add_group",
    "auth.change_group",
    "masthead.change_newsroom",
    "moving.add_oldaddress",
    "moving.change_oldaddress",
    "operating.erase",
}


def is_required(user: Any) -> bool:
    """Tell whether somebody is let in with a second factor only: whoever publishes or manages."""
    if settings.SECOND_FACTOR == OFF:
        return False
    return settings.SECOND_FACTOR == ALL or reaches_readers(user)


def is_required_in_role(role: Any) -> bool:
    """Tell the same of whoever will have this role."""
    if settings.SECOND_FACTOR == OFF:
        return False
    rights = role.permissions.values_list("content_type__app_label", "codename")
    return settings.SECOND_FACTOR == ALL or _reach(f"{app}.{codename}" for app, codename in rights)


def reaches_readers(user: Any) -> bool:
    """Tell whether somebody can change what readers see, or who works here, or minds the site itself."""
    return bool(user.is_superuser) or _reach(user.get_all_permissions())


def _reach(rights: Any) -> bool:
    return any(right in MANAGING or right.partition(".")[2].startswith(PUBLISHING) for right in rights)


def has_one(user: User) -> bool:
    """Tell whether somebody has set up a second factor."""
    return Authenticator.objects.filter(user=user).exists()


def codes_left(user: User) -> int:
    """Count the recovery codes that still work."""
    return RecoveryCode.objects.filter(user=user).count()
