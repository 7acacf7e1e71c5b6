"""Whether anything this runs on has a known hole, or is mended no more."""

import platform
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version

import psycopg
from django.db import Error, connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from operating.doctor.bundle import bundle
from operating.doctor.findings import Asked, Finding, Level, check
from operating.doctor.minimums import Hole, end_of, oldest_known, open_in, parsed, table

PACKAGES = ("django", "pillow", "lxml", "granian")
NAMES = {
    "python": "Python",
    "django": "Django",
    "pillow": "Pillow",
    "postgresql": "PostgreSQL",
    "sqlite with its log": "SQLite",
    "prosemirror-view": "prosemirror-view",
}
SOON = timedelta(days=90)
OLD = timedelta(days=180)


@check("versions", gettext_lazy("Versions"))
def versions(ask: Asked) -> Iterator[Finding]:
    """Compare every version with the list of those with known holes."""
    found = []
    for of, number in in_use(ask).items():
        found += [_hole(ask, of, number, hole) for hole in open_in(of, number)]
        found += _ends(ask, of, number)
    yield from found
    read_on = table()["read_on"]
    if ask.at.date() - read_on > OLD:
        yield Finding(
            "notice",
            _("The list of versions with known holes is of %(when)s.") % {"when": date_format(read_on)},
            _("Upgrade Newsroom: a newer release knows of more."),
            code="versions.list",
        )
    elif all(finding.level == "notice" for finding in found):
        yield Finding(
            "good",
            _("Nothing it runs on has a hole that was known on %(when)s and stands open.")
            % {"when": date_format(read_on)},
            code="versions",
        )


def in_use(ask: Asked) -> dict[str, str]:
    """Return the version of everything that is looked at, by its name in the list."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    found["libxml2"] = ".".join(map(str, etree.LIBXML_VERSION))
    view = bundle().get("prosemirror-view")
    if view is not None and view.version:
        found["prosemirror-view"] = view.version
    if connection.vendor == "postgresql":
        found["libpq"] = _of_postgresql(psycopg.pq.version())
    if ask.known.get("database is away"):
        return found
    try:
        found |= _of_database()
    except Error:
        connection.close()
    return found


def _of_database() -> dict[str, str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version_num")
            return {"postgresql": _of_postgresql(int(cursor.fetchone()[0]))}
        cursor.execute("PRAGMA journal_mode")
        writes_ahead = str(cursor.fetchone()[0]).lower() == "wal"
    return {"sqlite with its log": sqlite3.sqlite_version} if writes_ahead else {}


def _of_postgresql(number: int) -> str:
    return f"{number // 10_000}.{number % 10_000}"


def _hole(ask: Asked, of: str, number: str, hole: Hole) -> Finding:
    said = {
        "name": NAMES.get(of, of),
        "version": number,
        "what": hole.what,
        "advisory": hole.advisory,
        "fixed": ", ".join(hole.fixed),
    }
    what = _("%(name)s %(version)s has a known hole (%(advisory)s): %(what)s.") % said
    if hole.is_left(ask.at.date()):
        return Finding(
            "notice",
            what,
            "",
            _("Something stands in its way: %(what)s.") % {"what": hole.mitigated},
            code=f"versions.{of}",
        )
    how = {
        "python": _(
            "Install %(fixed)s or later. Your distribution may have mended it under the old number: Debian "
            "and Ubuntu do, so let their updates be installed by themselves (unattended-upgrades)."
        ),
        "postgresql": _("Install the newest minor version of its line (%(fixed)s) and restart it."),
        "sqlite with its log": _(
            "Restart Newsroom with a SQLite of %(fixed)s or later, or remove what turned the write-ahead "
            "log on: Newsroom itself does not with this version."
        ),
    }.get(of, _("Upgrade Newsroom (“make upgrade”): a newer release brings %(fixed)s or later."))
    level: Level = "error" if of == "sqlite with its log" else "warning"
    return Finding(level, what, how % said, code=f"versions.{of}")


def _ends(ask: Asked, of: str, number: str) -> Iterator[Finding]:
    if of not in table()["ends"]:
        return
    end = end_of(of, number)
    name = NAMES.get(of, of)
    is_over = end is not None and end < ask.at.date()
    if is_over or (end is None and parsed(number) < oldest_known(of)):
        yield Finding(
            "warning",
            _("%(name)s %(version)s is mended no more.") % {"name": name, "version": number},
            _("Change to a newer line, with a backup made before."),
            _("Holes that are found in it stay open."),
            code=f"versions.{of}.end",
        )
    elif end is not None and end < ask.at.date() + SOON:
        yield Finding(
            "notice",
            _("%(name)s %(version)s is mended until %(end)s.")
            % {"name": name, "version": number, "end": date_format(end)},
            _("Plan the change to a newer line."),
            code=f"versions.{of}.end",
        )
