"""Whether the database can be reached, is of this release, and has connections to give."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from operating.doctor.findings import Asked, Finding, check

FULL = 0.8
"""Of the connections a server gives, so many may be taken."""


@check("database", gettext_lazy("Database"))
def database(ask: Asked) -> Iterator[Finding]:
    """Reach the database, compare its migrations, count its connections."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        yield Finding("good", _("The database answers."), code="database.reach")
        yield from _migrations(ask)
        if connection.vendor == "postgresql":
            yield from _connections()
    except Error as problem:
        ask.known["database is away"] = True
        connection.close()
        yield Finding(
            "error",
            _("The database does not answer: %(reason)s.") % {"reason": first_line(problem)},
            _closed_to_us() or _("Start it, see that its disk has room, and compare DATABASE_URL with it."),
            _("Without it nobody can write, and readers get only pages that are kept."),
            code="database.reach",
        )


def _closed_to_us() -> str:
    """Say how a SQLite file is opened to the site again that a command run as another user has made."""
    if connection.vendor != "sqlite":
        return ""
    file = Path(settings.DATABASES["default"]["NAME"])
    if not file.exists() or os.access(file, os.R_OK | os.W_OK):
        return ""
    return _("It belongs to another user. Give it to the one the site runs as: chown newsroom %(path)s") % {
        "path": file
    }


def first_line(problem: Exception) -> str:
    """Return what a driver says in one line, without a password that may stand in it."""
    line = (str(problem).strip().splitlines() or [type(problem).__name__])[0].rstrip(".")
    secret = str(settings.DATABASES["default"].get("PASSWORD") or "")
    return line.replace(secret, "…") if secret else line


def _migrations(ask: Asked) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    loader = executor.loader
    pending = executor.migration_plan(loader.graph.leaf_nodes())
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if pending:
        # Tables that are not there yet cannot be looked at.
        ask.known["database is away"] = True
        names = ", ".join(f"{migration.app_label} {migration.name}" for migration, _back in pending[:5])
        count = len(pending)
        yield Finding(
            "error",
            ngettext(
                "%(count)d change of the database's tables is still to be made: %(names)s.",
                "%(count)d changes of the database's tables are still to be made, first: %(names)s.",
                count,
            )
            % {"count": count, "names": names},
            _("Run “manage.py prepare”."),
            _("Pages that need the new tables fail."),
            code="database.pending",
        )
    if unknown:
        names = ", ".join(" ".join(key) for key in unknown[:5])
        yield Finding(
            "error",
            _("The database was changed by another release, which this one does not know: %(names)s.")
            % {"names": names},
            _("Run the release it was last used with, or restore the backup made before the upgrade."),
            _("This release may write what the other one cannot read."),
            code="database.unknown",
        )
    if not pending and not unknown:
        yield Finding("good", _("Its tables are those of this release."), code="database.migrations")


def _connections() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),"
            " current_setting('max_connections')::int"
            " - current_setting('superuser_reserved_connections')::int"
        )
        used, most = cursor.fetchone()
    said = _("Connections taken: %(used)d of %(most)d.") % {"used": used, "most": most}
    # Each process of the server keeps one for each thread, and the worker a few.
    needed = 2 * settings.THREADS + 4
    if used >= FULL * most or needed > most:
        yield Finding(
            "warning",
            said,
            _(
                "Raise max_connections in postgresql.conf, lower THREADS, or put pgbouncer in between "
                "(docs/configuration.md)."
            ),
            _("With none left, pages fail that are not kept."),
            code="database.connections",
        )
    else:
        yield Finding("good", said, code="database.connections")
