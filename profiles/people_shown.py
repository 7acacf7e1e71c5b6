"""The people a text names who have a page that readers can see."""

from collections.abc import Iterable
from datetime import datetime

from profiles.models import PersonEdition


def people_by_key(keys: Iterable[str], *, at: datetime) -> dict[str, PersonEdition]:
    """Return the live profile of each person with one; without keys nothing is asked."""
    wanted = set(keys) - {""}
    if not wanted:
        return {}
    profiles = (
        PersonEdition.objects.live(at)
        .filter(working_copy__key__in=wanted)
        .select_related("working_copy")
        .only("slug", "name", "facts", "live_until", "working_copy__key")
    )
    return {profile.working_copy.key: profile for profile in profiles}
