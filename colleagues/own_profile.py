"""The profile a colleague has among the people: their new articles start with it as the byline."""

from django.utils.translation import gettext as _

from accounts.models import User
from profiles.models import Person
from publishing.errors import InvalidText


def link_profile(user: User, person: Person | None) -> None:
    """Say who a colleague is among the people, or nobody; refuse a profile that is somebody else's."""
    Person.objects.filter(colleague=user).update(colleague=None)
    # The form found it free a moment ago.
    if person is not None and not Person.objects.filter(pk=person.pk, colleague=None).update(colleague=user):
        raise InvalidText(_("Somebody else has just been linked to this profile."))
