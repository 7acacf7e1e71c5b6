"""`manage.py rebuildsearch`: make anew by what everything is found."""

from time import monotonic
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.search.rebuilding import AnotherRebuild, Progress, rebuild

EVERY = 2.0
"""So many seconds are between two lines."""


class Command(BaseCommand):
    help = _(
        "Make anew by what articles, people, sources, pages and drafts are found. Readers go on searching, "
        "and colleagues working. Can be stopped at any time, and is then simply run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        began = told = monotonic()
        try:
            for progress in rebuild():
                if monotonic() - told >= EVERY:
                    told = monotonic()
                    self.stdout.write(how_far(progress, told - began))
        except AnotherRebuild as error:
            raise CommandError(
                _("Somebody else has begun to do the same, so this was left to them.")
            ) from error
        self.stdout.write(_("Everything is found by its words as they are now."))


def how_far(progress: Progress, seconds: float) -> str:
    """Say how far it is and how long it will still take."""
    left = seconds / max(progress.done, 1) * max(progress.of - progress.done, 0)
    minutes = round(left / 60)
    still = ngettext("about %(minutes)d minute left", "about %(minutes)d minutes left", minutes)
    return _("%(done)d of %(of)d, %(left)s.") % {
        "done": progress.done,
        "of": progress.of,
        "left": still % {"minutes": minutes} if minutes else _("less than a minute left"),
    }
