"""`python -m benchmarks.finished_pages`: what finished pages give, as ratios to a raw server of the same run.

Servers stay up for the whole run and take turns, so that whatever else the machine does meets all alike.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from benchmarks.serving.contenders import Contender, fetched, raw
from benchmarks.serving.load import HOW_TO_GET_IT, Load, is_possible, load
from benchmarks.serving.processes import free_port, granian, memory_mib, running
from tools.serve import MEMORY

ARTICLES = 500
ROUNDS, SECONDS = 5, 2.0
FILL = f"from benchmarks.cold_archive import fill; fill({ARTICLES})"
ADDRESSES = (
    "from articles.models import ArticleEdition; from django.utils import timezone;"
    "live = ArticleEdition.objects.live(timezone.now());"
    f"print('\\n'.join(e.get_absolute_url() for e in live.order_by('pk')[:{ARTICLES}]))"
)
WAYS: Mapping[str, tuple[int, Mapping[str, str]]] = {
    "kept, 2 threads": (2, {}),
    "kept, 4 threads": (4, {}),
    "kept on disk": (2, {"FINISHED_PAGES": "1"}),
    "kept, 2 threads, MALLOC_ARENA_MAX=2": (2, {"MALLOC_ARENA_MAX": "2"}),
    "none kept": (2, {"FINISHED_PAGES": "0"}),
}
ONE = "one article"
IN_TURN = f"{ARTICLES} in turn"


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SECRET_KEY": "for measuring only: " + "0123456789abcdef" * 4,
        "NEWSROOM_DATA_DIR": str(folder),
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{folder}/newsroom.sqlite3",
        "DEMO": "no",
    }


def python(code: str, variables: Mapping[str, str]) -> str:
    """Run Python with the newsroom's models; return what it prints."""
    begin = "import django; django.setup();"
    command = [sys.executable, "-c", begin + code]
    done = subprocess.run(command, env=dict(variables), check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


@contextmanager
def served(name: str, folder: Path, paths: list[str]) -> Iterator[Contender]:
    """Serve a copy of the site in one of the ways."""
    threads, own = WAYS[name]
    copy = folder.with_name(name.replace(" ", "-").replace(",", ""))
    shutil.copytree(folder, copy, symlinks=True)
    port = free_port()
    variables = environment(copy) | {"PORT": str(port), **MEMORY, **own}
    with running(
        granian("newsroom.wsgi:application", port, threads=threads), port, variables=variables
    ) as pid:
        yield Contender(name, f"http://127.0.0.1:{port}", {ONE: paths[:1], IN_TURN: paths}, pid=pid)


def measure(folder: Path) -> None:
    """Fill a site, serve it in every way beside the floor, print the table."""
    site = folder / "site"
    site.mkdir()
    variables = environment(site)
    subprocess.run([sys.executable, "manage.py", "prepare"], env=variables, check=True, capture_output=True)
    python(FILL, variables)
    paths = python(ADDRESSES, variables).split()
    with ExitStack() as stack:
        ours = [stack.enter_context(served(name, site, paths)) for name in WAYS]
        kept = fetched(ours[0].url + paths[0])
        floor = stack.enter_context(raw(kept, folder / "raw", threads=2))
        for each in ours:
            # Every process has every page before anything is counted.
            load(each.url, paths, seconds=4 * SECONDS, folder=folder)
        found: dict[tuple[str, str], list[tuple[Load, float]]] = {}
        for _ in range(ROUNDS):
            for what in (ONE, IN_TURN):
                base = load(floor.url, ["/"], seconds=SECONDS, folder=folder)
                for each in ours:
                    done = load(each.url, each.pages[what], seconds=SECONDS, folder=folder)
                    found.setdefault((each.name, what), []).append((done, base.per_second))
        report(found, {each.name: memory_mib(each.pid) for each in (floor, *ours)}, len(kept.body))


def report(
    found: Mapping[tuple[str, str], list[tuple[Load, float]]], memory: Mapping[str, float | None], size: int
) -> None:
    """Print what was found; a ratio is of two rounds beside each other."""
    print(
        f"\n{'gzip, ' + str(size) + ' bytes':<38}{'pages':<16}{'÷ raw':>7}{'/s':>9}{'p50 ms':>8}{'p99 ms':>8}"
    )
    for (name, what), rounds in found.items():
        ratio = median(done.per_second / base for done, base in rounds)
        figures = [
            median(getattr(done, of) for done, _base in rounds) for of in ("per_second", "half_ms", "p99_ms")
        ]
        failed = sum(done.failed for done, _base in rounds)
        said = f"{name:<38}{what:<16}{ratio:>7.2f}{figures[0]:>9.0f}{figures[1]:>8.1f}{figures[2]:>8.1f}"
        print(said + (f"  {failed} failed" if failed else ""))
    print("\nmemory of all processes, shared pages counted once")
    for name, mib in memory.items():
        print(f"{name:<38}{mib or 0:>7.0f} MiB")


def main() -> int:
    if not is_possible():
        print(HOW_TO_GET_IT)
        return 1
    with tempfile.TemporaryDirectory(prefix="newsroom-finished-") as folder:
        measure(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
