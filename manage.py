#!/usr/bin/env python
"""Run Newsroom's management commands."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError, OperationalError

from newsroom.environment import NO_ROOM, SettingsError


def sentence(problem: Exception) -> str:
    """Say what kept a command from its work; empty if it is a fault of ours, which needs a traceback."""
    # What the driver says may go on for several lines; the first one names the problem.
    reason = (str(problem).strip().splitlines() or ["it gives no reason"])[0].rstrip(".")
    if isinstance(problem, SettingsError):
        return str(problem)
    if isinstance(problem, OperationalError) or type(problem) is DatabaseError:
        # Of a file that is no database SQLite says that alone, and of a full disk.
        return (
            f"The database cannot be used: {reason}. Check that it runs, that the disk has room, that "
            "DATABASE_URL is right, and that “.venv/bin/python manage.py prepare” has been run."
        )
    if isinstance(problem, OSError) and problem.errno in NO_ROOM:
        where = f" to {problem.filename}" if problem.filename else ""
        return f"Newsroom cannot write{where}: {problem.strerror}. Make room there, then run it again."
    return ""


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        execute_from_command_line(sys.argv)
    except (SettingsError, DatabaseError, OSError) as problem:
        if "--traceback" in sys.argv or not sentence(problem):
            raise
        sys.exit(sentence(problem))
