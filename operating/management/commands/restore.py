"""Bring a backup back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from operating.backups.faults import BackupError
from operating.backups.restoring import restore


class Command(BaseCommand):
    help = _(
        "Bring a backup back into the configured database and data folder. Stop the server and the worker "
        "first."
    )
    # A machine that has nothing yet fails some of them.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", metavar="TARGET", nargs="?", default="", help=_("else BACKUP_TARGET"))
        parser.add_argument(
            "name", metavar="NAME", nargs="?", default="", help=_("which one; the newest without it")
        )
        parser.add_argument(
            "--replace", action="store_true", help=_("also where there is content, which is kept aside")
        )
        parser.add_argument("--quiet", action="store_true", help=_("print the name alone"))

    def handle(self, *args: Any, **options: Any) -> None:
        def tell(said: str) -> None:
            if not options["quiet"]:
                self.stdout.write(said)

        try:
            found = restore(options["target"], options["name"], replace=options["replace"], tell=tell)
        except BackupError as error:
            raise CommandError(str(error)) from error
        tell(
            _("Restored: the newsroom is as it was at %(when)s. Start it, and look at colleagues and roles.")
            % {"when": found.made_at.isoformat(timespec="seconds")}
        )
        self.stdout.write(found.name)
