"""How quickly a site moves in, and whether its memory grows: `python -m benchmarks.moving_in 20000`.

A new database is filled with posts of 700 words. Besides posts a second it says how much time of a processor
each took here, beside the reader that has one of its own, and what the process held after a quarter of them
and after all. Exit 1 if memory grew by more than a fifth, or, on an idle machine of two processors, with
`--idle`, if there were fewer than a hundred a second.
"""

import os
import resource
import secrets
import sys
import tempfile
import time
from pathlib import Path

LEAST = 100
MOST_GROWTH = 1.2
POSTS, WORDS = 2_000, 700


def main() -> int:
    """Move a site in; return 1 if it took too long or too much."""
    numbers = [int(given) for given in sys.argv[1:] if given.isdecimal()]
    posts, words = (*numbers, *(POSTS, WORDS)[len(numbers) :])
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NEWSROOM_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/newsroom.sqlite3")
        return measure(Path(folder) / "export.xml", posts, words)


def measure(export: Path, posts: int, words: int) -> int:
    """Write an export, bring it in, and tell what that took."""
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.exports import write_export
    from moving.arriving import wordpress
    from moving.arriving.asked import Asked
    from moving.arriving.moving_in import Crossing

    call_command("migrate", verbosity=0)
    write_export(export, posts, words=words)
    crossing = Crossing(wordpress.opened(export), Asked())
    crossing.survey()
    begun, worked, held = time.monotonic(), time.process_time(), [0]
    for number, _told in enumerate(crossing.run(), start=1):
        if number == posts // 4:
            held[0] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took, worked = time.monotonic() - begun, time.process_time() - worked
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / held[0]
    print(f"{posts:,} posts of {words} words: {posts / took:.0f} a second")
    print(f"{1000 * worked / posts:.1f} ms of a processor each, so {posts / worked:.0f} a second at most")
    print(f"{held[0] / 1024:.0f} MB after a quarter of them, {grown:.2f} times that after all")
    return int(grown > MOST_GROWTH or ("--idle" in sys.argv and posts / took < LEAST))


if __name__ == "__main__":
    sys.exit(main())
