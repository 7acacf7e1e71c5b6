"""Move a site in: its articles, pages, tags, pictures and addresses."""

import sys
import time
from argparse import ArgumentParser
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from masthead.site import site_at
from moving.arriving import feed, folder, ghost, wordpress
from moving.arriving.asked import Asked, Status, Told
from moving.arriving.moving_in import Crossing, Survey
from moving.arriving.reports import as_json, in_words, left_in_words, summed_up, surveyed
from moving.arriving.site import Left, Site
from newsroom.management.prepared import require_database
from publishing.errors import WorkflowError
from references.fetching import PICTURE, fetch

SYSTEMS = ("wordpress", "ghost", "feed", "folder")
WIDTH = 30
SECONDS_BETWEEN = 0.5


class Command(BaseCommand):
    help = "Move a site in from its export: articles, pages, tags, pictures and old addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("system", choices=SYSTEMS, help="where the export is from")
        parser.add_argument(
            "places",
            nargs="+",
            metavar="EXPORT",
            help="its file, folder or address, or the files it was split into",
        )
        parser.add_argument(
            "--address", default="", help="where the site stood, if its export does not say so"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell what would be made; make nothing")
        parser.add_argument(
            "--people", type=Path, metavar="TABLE.csv", help="who each author is; the dry run writes it"
        )
        parser.add_argument(
            "--pictures", type=Path, metavar="PLACE", help="a folder or a zip with the pictures"
        )
        parser.add_argument(
            "--fetch-pictures",
            action="store_true",
            help="read pictures that did not come along from their site",
        )
        parser.add_argument("--language", default="", help="the language of texts that do not tell theirs")
        parser.add_argument(
            "--batch", type=int, default=100, metavar="N", help="how many are written at once"
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write one line of JSON for each post"
        )
        parser.add_argument("--json", action="store_true", help="print one line of JSON for each post, alone")

    def handle(self, *args: Any, **options: Any) -> None:
        require_database()
        try:
            self._move(options)
        except WorkflowError as problem:
            raise CommandError(str(problem)) from problem

    def _move(self, given: dict[str, Any]) -> None:
        _check(given)
        newsroom = site_at(timezone.now())
        asked = Asked(
            is_trial=given["dry_run"],
            pictures=given["pictures"],
            fetch_pictures=given["fetch_pictures"],
            people=given["people"],
            language=given["language"],
            usual_language=newsroom.language,
            batch=max(1, min(given["batch"], 1000)),
            zone=newsroom.zone,
        )
        site = opened(given["system"], given["places"], asked, address=given["address"])
        crossing = Crossing(site, asked, fetch=_fetched if asked.fetch_pictures else None)
        found = crossing.survey()
        if not given["json"]:
            self._say_survey(found, crossing.site, asked)
        with ExitStack() as stack:
            report = stack.enter_context(_report(given["report"])) if given["report"] else None
            statuses = self._bring_in(crossing, found, report, is_json=given["json"])
        if not given["json"]:
            self.stdout.write(summed_up(statuses, is_trial=asked.is_trial))
        broken = crossing.site.left[Left.BROKEN_OFF]
        if broken:
            self.stderr.write(left_in_words(Left.BROKEN_OFF, broken))
        if broken or statuses[Status.FAILED]:
            raise SystemExit(1)

    def _say_survey(self, found: Survey, site: Site, asked: Asked) -> None:
        for line in surveyed(found, site):
            self.stdout.write(line)
        if asked.is_trial and found.by_author and not asked.people:
            self.stdout.write(_("Give --people TABLE.csv to have a table of the authors written."))
        if found.people:
            self.stdout.write(
                _("Who the authors are is yours to say: fill in %(table)s and give it with --people.")
                % {"table": asked.people}
            )

    def _bring_in(
        self, crossing: Crossing, found: Survey, report: IO[str] | None, *, is_json: bool
    ) -> Counter[Status]:
        statuses: Counter[Status] = Counter()
        bar = Bar(found.posts)
        for told in crossing.run():
            statuses[told.status] += 1
            self._tell(told, report, is_json=is_json)
            bar.show(statuses.total())
        bar.end()
        for problem in crossing.problems:
            self.stderr.write(problem)
        return statuses

    def _tell(self, told: Told, report: IO[str] | None, *, is_json: bool) -> None:
        if report is not None:
            report.write(as_json(told) + "\n")
            report.flush()
        if is_json:
            self.stdout.write(as_json(told))
        elif told.sentences:
            for line in in_words(told):
                self.stdout.write(line)


def _check(given: dict[str, Any]) -> None:
    """Refuse what cannot be done before anything is."""
    if given["system"] != "wordpress" and len(given["places"]) > 1:
        raise CommandError(_("Only an export of WordPress has several files."))
    if given["fetch_pictures"] and not settings.FETCH_PAGES:
        raise CommandError(
            _("This newsroom reads nothing from other sites: turn FETCH_PAGES on, or give --pictures.")
        )
    if given["people"] and not given["dry_run"] and not given["people"].exists():
        raise CommandError(
            _("There is no table at %(table)s. The dry run writes it: add --dry-run.")
            % {"table": given["people"]}
        )


def _fetched(address: str) -> bytes:
    return fetch(address, PICTURE).data


def _report(path: Path) -> IO[str]:
    try:
        return path.open("a", encoding="utf-8")
    except OSError as error:
        raise CommandError(_("The report cannot be written: %(why)s") % {"why": error}) from error


class Bar:
    """How far it is, on a terminal: a bar, how many, and how many a second."""

    def __init__(self, of: int) -> None:
        self._of, self._begun, self._shown = of, time.monotonic(), 0.0
        self._is_shown = sys.stderr.isatty()

    def show(self, done: int) -> None:
        """Draw the bar anew, at most twice a second."""
        now = time.monotonic()
        if not self._is_shown or now - self._shown < SECONDS_BETWEEN:
            return
        self._shown = now
        filled = WIDTH * done // max(self._of, 1)
        rate = done / max(now - self._begun, 0.001)
        line = f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{self._of}  {rate:.0f}/s "
        sys.stderr.write(line)
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._is_shown:
            sys.stderr.write("\n")


def opened(system: str, places: list[str], asked: Asked, *, address: str = "") -> Site:
    """Return the export of a system, opened."""
    match system:
        case "ghost":
            return ghost.opened(Path(places[0]), address=address)
        case "feed":
            return feed.opened(places[0])
        case "folder":
            return folder.opened(Path(places[0]), address=address, zone=asked.zone)
        case _:
            return wordpress.opened(*places, zone=asked.zone)
