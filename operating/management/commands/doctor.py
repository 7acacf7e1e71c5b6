"""`manage.py doctor`: what is wrong with the site, and what to do about it."""

import json
import sys
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from operating.doctor import records
from operating.doctor.checks import CHECKS
from operating.doctor.findings import Asked
from operating.doctor.running import examine, worst_of
from operating.doctor.telling import as_data, as_text

WARNINGS, ERRORS = 1, 2


class Command(BaseCommand):
    help = _(
        "Look over the whole site and say what is wrong, why it matters and what to do. Ends with 0, with 2 "
        "where there are errors, and with --strict with 1 where there are warnings."
    )
    # Whatever is wrong is to be told here, not to keep this from beginning.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help=_("Recompute everything, not a sample."))
        parser.add_argument("--mend", action="store_true", help=_("Put right what can be so by itself."))
        parser.add_argument("--json", action="store_true", help=_("Tell it as JSON, for programs."))
        parser.add_argument("--strict", action="store_true", help=_("End with 1 where there are warnings."))
        parser.add_argument("--verbose", action="store_true", help=_("Tell what is good in full, too."))
        parser.add_argument("--send-mail", metavar="ADDRESS", default="", help=_("Really send a mail there."))
        parser.add_argument(
            "--only",
            nargs="+",
            default=[],
            metavar="CHECK",
            choices=[check.name for check in CHECKS],
            help=_("Look at these alone: %(names)s.") % {"names": ", ".join(c.name for c in CHECKS)},
        )

    def handle(self, *args: Any, **options: Any) -> None:
        ask = Asked(all=options["all"], send_mail_to=options["send_mail"])
        looked = []
        for one in examine(ask, mend=options["mend"], only=options["only"]):
            looked.append(one)
            if not options["json"]:
                for line in as_text(one, everything=options["verbose"]):
                    self.stdout.write(line)
        if not options["only"]:
            records.keep(looked, ask, kind=records.Kind.WHOLE)
        if options["json"]:
            self.stdout.write(json.dumps(as_data(looked, ask), ensure_ascii=False, indent=2))
        worst = worst_of(looked)
        if worst == "error":
            sys.exit(ERRORS)
        if worst == "warning" and options["strict"]:
            sys.exit(WARNINGS)
