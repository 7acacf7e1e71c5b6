"""`python -m benchmarks.archive --articles N --database URL`: make a large newsroom in an empty database."""

import argparse
import os
import sys
import time

import django


def main() -> int:
    """Migrate the database that is named, and fill it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--articles", type=int, default=20_000)
    asked.add_argument("--database", default=os.environ.get("DATABASE_URL", ""), help="as in DATABASE_URL")
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ.setdefault("SECRET_KEY", "for measuring only: " + "0123456789abcdef" * 4)
    os.environ["DATABASE_URL"] = options.database
    django.setup()
    from benchmarks.archive.filling import fill

    begun, cpu = time.monotonic(), time.process_time()
    fill(options.articles, seed=options.seed)
    spent = time.monotonic() - begun
    print(
        f"{options.articles:,} articles in {spent:.0f} s: {options.articles / spent:,.0f} a second, "
        f"{(time.process_time() - cpu) / options.articles * 1e6:,.0f} µs of this process's CPU each"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
