#!/usr/bin/env python
"""Run Newsroom's management commands."""

import os
import sys

from django.core.management import execute_from_command_line

from newsroom.environment import SettingsError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        execute_from_command_line(sys.argv)
    except SettingsError as problem:
        sys.exit(str(problem))
