"""`manage.py emptybin`: remove for good what has lain in the bin for its time."""

from typing import Any

from django.core.management import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.querysets import IN_BIN_FOR
from publishing.workflow import empty_bin


class Command(BaseCommand):
    help = ngettext(
        "Remove for good every draft that was deleted %(days)d day ago or earlier. Safe to repeat.",
        "Remove for good every draft that was deleted %(days)d days ago or earlier. Safe to repeat.",
        IN_BIN_FOR.days,
    ) % {"days": IN_BIN_FOR.days}

    def handle(self, *args: Any, **options: Any) -> None:
        removed = empty_bin()
        if not removed:
            self.stdout.write(_("Nothing in the bin is old enough to be removed."))
            return
        count = len(removed)
        said = ngettext("Removed %(count)d draft for good:", "Removed %(count)d drafts for good:", count)
        self.stdout.write(said % {"count": count})
        for name in removed:
            self.stdout.write(f"  {name}")
