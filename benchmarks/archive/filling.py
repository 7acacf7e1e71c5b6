"""An empty database migrated and filled, with a line for how far it is."""

import time

from django.core.management import call_command

from benchmarks.archive.making import Archive, make


def fill(articles: int, *, seed: int = 1) -> Archive:
    """Migrate the database and make so many articles, saying how far it is."""
    call_command("migrate", verbosity=0)
    begun = time.monotonic()

    def report(step: str, done: int, of: int) -> None:
        print(f"\r{time.monotonic() - begun:6.0f} s  {step} {done:,} of {of:,}   ", end="", flush=True)

    archive = make(articles, seed=seed, report=report)
    print()
    return archive
