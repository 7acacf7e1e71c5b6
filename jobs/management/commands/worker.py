"""`manage.py worker`: do what waits in the background, until told to stop."""

import os
import signal
import threading
from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs import queue, working


class Command(BaseCommand):
    help = _("Do what waits in the background: mail, sizes of pictures, cleaning up. Runs until stopped.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help=_("End when nothing is due any more."))
        parser.add_argument(
            "--with-parent", action="store_true", help=_("End when the program that started this has ended.")
        )
        parser.add_argument(
            "--lease",
            type=float,
            default=queue.LEASE.total_seconds(),
            help=_("After how many seconds without a sign of life another worker takes a job."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lease = timedelta(seconds=options["lease"])
        if options["once"]:
            queue.enqueue_due(timezone.now())
            working.work_off(lease=lease)
            return
        stop = threading.Event()
        for told in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(told, lambda _signal, _frame: stop.set())
        parent = os.getppid() if options["with_parent"] else None
        working.work(stop, lease=lease, parent=parent)
