#!/usr/bin/env python
"""Run Newsroom's management commands."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from newsroom.environment import SettingsError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        execute_from_command_line(sys.argv)
    except SettingsError as problem:
        sys.exit(str(problem))
    except OperationalError as problem:
        if "--traceback" in sys.argv:
            raise
        # What the driver says may go on for several lines; the first one names the problem.
        reason = (str(problem).strip().splitlines() or ["it gives no reason"])[0].rstrip(".")
        sys.exit(
            f"The database cannot be used: {reason}. Check that it runs, that DATABASE_URL is right, "
            "and that “.venv/bin/python manage.py prepare” has been run."
        )
