"""What the tests of colleagues share: an administrator by role, and how somebody is invited."""

from django.contrib.auth.models import Group

from accounts.models import User
from colleagues.models import Invitation
from tests import factories
from tests.admin_forms import AdminPage

LIST = "/admin/accounts/user/"
INVITE = f"{LIST}add/"
OPEN = f"{LIST}invitations/"
PASSWORD = "a long way from Ana's name"


def administrator() -> AdminPage:
    """Log in somebody who is administrator by role, not superuser."""
    return AdminPage(make_administrator())


def make_administrator() -> User:
    """Make somebody who is administrator by role, not superuser."""
    user = factories.make_user("editor")
    user.groups.set([factories.group_of("administrator")])
    return user


def invited(*, role: str = "editor", **fields: str) -> tuple[Invitation, str]:
    """Invite somebody from the command line; return the invitation and its token."""
    words = {"first_name": "Ana", "last_name": "Silva", "email": "ana@example.org"} | fields
    return factories.make_invitation(role=role, **words)


def role_named(name: str) -> Group:
    return Group.objects.get(name=name)
