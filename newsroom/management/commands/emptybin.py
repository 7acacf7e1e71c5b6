"""`manage.py emptybin`: remove for good what has lain in the bin for its time."""

from typing import Any

from django.core.management import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.workflow import empty_bin


class Command(BaseCommand):
    help = _("Remove for good every draft that was deleted 30 days ago or earlier. Safe to repeat.")

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
