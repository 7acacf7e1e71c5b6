"""Write everything the newsroom owns to a folder or an archive, and check such an export."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moving.leaving import CannotLeave, Summary, check, export


class Command(BaseCommand):
    help = (
        "Write everything the newsroom owns to a new folder or archive: articles with all versions, people, "
        "sources, tags, pages, pictures, the history. It holds private notes and confidential sources."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", metavar="TARGET", help="a new folder, or a file .zip or .tar.gz")
        parser.add_argument(
            "--check", action="store_true", help="compare an export that is there with its manifest"
        )
        parser.add_argument("--json", action="store_true", help="print what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        place = Path(options["target"]).absolute()
        self._line = ""
        try:
            if options["check"]:
                self._check(place, as_json=options["json"])
            else:
                quiet = options["verbosity"] == 0
                begun = time.monotonic()
                summary = export(place, tell=(lambda *said: None) if quiet else self._tell)
                self._say(place, summary, time.monotonic() - begun, as_json=options["json"])
        except CannotLeave as error:
            raise CommandError(str(error)) from error

    def _check(self, place: Path, *, as_json: bool) -> None:
        found = check(place)
        if as_json:
            said = {"target": str(place), "whole": not found.sentences, "damage": found.sentences}
            self.stdout.write(json.dumps(said | {"manifest": found.manifest}, ensure_ascii=False))
        elif not found.sentences:
            files = len(found.manifest["files"])
            self.stdout.write(
                ngettext(
                    "Whole: %(count)d file is as it was written at %(when)s.",
                    "Whole: %(count)d files are as they were written at %(when)s.",
                    files,
                )
                % {"count": files, "when": found.manifest["made_at"]}
            )
        if found.sentences:
            for sentence in found.sentences:
                self.stderr.write(sentence)
            raise SystemExit(1)

    def _tell(self, file: str, done: int, of: int) -> None:
        """Say how far it is: on a terminal in one line, elsewhere a line a file."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r{file}: {done} / {of}\033[K", ending="\n" if done >= of else "")
            self.stderr.flush()
        elif done >= of and file != self._line:
            self._line = file
            self.stderr.write(f"{file}: {of}")

    def _say(self, place: Path, summary: Summary, seconds: float, *, as_json: bool) -> None:
        size = sum(entry["bytes"] for entry in summary.files)
        if as_json:
            said = {
                "target": str(place),
                "made_at": summary.made_at.isoformat(),
                "files": len(summary.files),
                "bytes": size,
                "seconds": round(seconds, 2),
                "counts": summary.counts,
                "pictures_without_file": summary.missing,
            }
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        if summary.missing:
            self.stderr.write(
                _("The originals of these pictures are not in the data folder: %(keys)s")
                % {"keys": ", ".join(summary.missing)}
            )
        self.stdout.write(
            _("Exported to %(place)s: %(files)d files, %(megabytes).1f MB, as of %(when)s.")
            % {
                "place": place,
                "files": len(summary.files) + 1,
                "megabytes": size / 1e6,
                "when": summary.made_at.isoformat(timespec="seconds"),
            }
        )
        self.stdout.write(_("Private notes and confidential sources are in it: keep it as you keep those."))
