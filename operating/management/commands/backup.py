"""Back up the newsroom, or check a backup."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from operating.backups.alone import workplace
from operating.backups.aside import set_aside
from operating.backups.checking import check
from operating.backups.faults import BackupError, UnlikeError
from operating.backups.manifest import named
from operating.backups.records import note_verified
from operating.backups.taking import back_up
from operating.backups.targets import place_at
from operating.backups.telling import size_in_words


class Command(BaseCommand):
    help = _(
        "Back up the database, the pictures, the settings and local.env to a folder or to "
        "s3://bucket/folder, and take away earlier backups that BACKUP_KEEP does not keep. The last line is "
        "the backup's name."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", metavar="TARGET", nargs="?", default="", help=_("else BACKUP_TARGET"))
        parser.add_argument(
            "--check",
            action="store_true",
            help=_("make none: read one that is there and try its database"),
        )
        parser.add_argument("--name", default="", help=_("with --check: which one, else the newest"))
        parser.add_argument("--quiet", action="store_true", help=_("print the name alone"))

    def handle(self, *args: Any, **options: Any) -> None:
        self._is_quiet = options["quiet"]
        try:
            name = self._check(options) if options["check"] else self._back_up(options["target"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(name)

    def _back_up(self, target: str) -> str:
        row = back_up(target, tell=self._tell)
        self._tell(
            _("Backed up to %(place)s: %(size)s in all, of which %(added)s are new.")
            % {"place": row.target, "size": size_in_words(row.size), "added": size_in_words(row.added)}
        )
        self._tell(
            _(
                "It holds local.env and the settings with their passwords, drafts, private notes and "
                "confidential sources: keep it as you keep those."
            )
        )
        return row.name

    def _check(self, options: Any) -> str:
        place = place_at(options["target"])
        with workplace() as work:
            name = named(place, options["name"])
            try:
                found = check(place, name, work=work)
            except UnlikeError as error:
                note_verified(name, target=place.words, fault=str(error))
                if not error.damaged:
                    raise
                raise BackupError(f"{error} {set_aside(place, error.damaged)}") from error
            except BackupError as error:
                note_verified(name, target=place.words, fault=str(error))
                raise
        note_verified(name, target=place.words)
        self._tell(
            _("Whole: %(files)d files, %(size)s, as of %(when)s.")
            % {
                "files": sum(1 for _kept in found.everything()),
                "size": size_in_words(found.size),
                "when": found.made_at.isoformat(timespec="seconds"),
            }
        )
        for missing in found.missing:
            self._tell(_("Was missing when it was made: %(file)s") % {"file": missing})
        return name

    def _tell(self, said: str) -> None:
        if not self._is_quiet:
            self.stdout.write(said)
