"""`manage.py emptybin`: remove for good what has lain in the bin for its time, and words nobody saved."""

from typing import Any

from django.core.management import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.querysets import IN_BIN_FOR
from publishing.workflow import buffering, empty_bin, visiting


class Command(BaseCommand):
    help = ngettext(
        "Remove for good every draft that was deleted %(days)d day ago or earlier. Safe to repeat.",
        "Remove for good every draft that was deleted %(days)d days ago or earlier. Safe to repeat.",
        IN_BIN_FOR.days,
    ) % {"days": IN_BIN_FOR.days}

    def handle(self, *args: Any, **options: Any) -> None:
        self.sweep_words()
        visiting.sweep()
        removed = empty_bin()
        if not removed:
            self.stdout.write(_("Nothing in the bin is old enough to be removed."))
            return
        count = len(removed)
        said = ngettext("Removed %(count)d draft for good:", "Removed %(count)d drafts for good:", count)
        self.stdout.write(said % {"count": count})
        for name in removed:
            self.stdout.write(f"  {name}")

    def sweep_words(self) -> None:
        """Remove what was typed and not saved for as long; nobody is told whose words those were."""
        if count := buffering.sweep():
            said = ngettext(
                "Removed %(count)d text that nobody saved for %(days)d days.",
                "Removed %(count)d texts that nobody saved for %(days)d days.",
                count,
            )
            self.stdout.write(said % {"count": count, "days": buffering.KEPT_FOR.days})
