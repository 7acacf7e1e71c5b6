"""`manage.py erasures`: what was erased; erase it again, or wipe what is left of it in files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from operating.erasing import journal, traces


class Command(BaseCommand):
    help = _("List what was erased: which row and when, nothing of what stood there.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repeat", metavar="FILE", type=Path, help=_("Erase again what this list says."))
        parser.add_argument(
            "--wipe", action="store_true", help=_("Write the database anew, without what was deleted in it.")
        )

    def handle(self, *args: Any, repeat: Path | None, wipe: bool, **options: Any) -> None:
        if repeat is not None:
            count = journal.repeat([*journal.entries(), *journal.read(repeat)])
            said = ngettext("%(count)d erasure done again.", "%(count)d erasures done again.", count)
            self.stdout.write(said % {"count": count})
        if wipe:
            traces.wipe(however_large=True)
            self.stdout.write(_("The files of the database hold what stands in its rows, and nothing else."))
        if repeat is None and not wipe:
            for entry in journal.entries():
                self.stdout.write(entry.line)
