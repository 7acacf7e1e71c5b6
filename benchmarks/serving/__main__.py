"""Measure how fast pages are served: `python -m benchmarks.serving --articles N --seconds S --rounds R`.

Needs TEST_DATABASE_URL to name a PostgreSQL server; `make bench` brings one along. Every contender is up
all the time, each is asked for the same pages for as long, and they take turns, round after round: what
else happens on the machine meets all of them. What counts are the ratios within a round.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.peers.__main__ import HERE as PEERS
from benchmarks.peers.__main__ import NAMES, are_installed, versions
from benchmarks.peers.__main__ import PYTHON as PEERS_PYTHON
from benchmarks.serving import contenders, databases
from benchmarks.serving.contenders import Contender, fetched
from benchmarks.serving.load import HOW_TO_GET_IT, Load, is_possible, load
from benchmarks.serving.processes import free_port, granian, installed, memory_mib, running

THREADS = 2
KEPT = {"FINISHED_PAGES": "16"}
# So little memory that pages asked for in turn are always gone from it when they come up again.
FROM_THE_STORE = {"FINISHED_PAGES": "1"}
NOTHING_KEPT = {"FINISHED_PAGES": "0"}


def ours(
    stack: ExitStack, name: str, variables: dict[str, str], pages: Any, more: dict[str, str]
) -> Contender:
    """Start a site of ours."""
    port = free_port()
    environment = variables | more | {"PORT": str(port), "SITE_URL": f"http://127.0.0.1:{port}"}
    program = "benchmarks.serving.made_anew" if more is NOTHING_KEPT else "newsroom.wsgi"
    command = granian(f"{program}:application", port, threads=THREADS)
    pid = stack.enter_context(running(command, port, variables=environment))
    return Contender(name, f"http://127.0.0.1:{port}", pages, pid=pid)


def peer(stack: ExitStack, name: str, variables: dict[str, str], pages: Any, *, cached: bool) -> Contender:
    """Start a peer."""
    port = free_port()
    command = granian("app:application", port, python=str(PEERS_PYTHON), threads=THREADS)
    more = {"CACHED": "yes"} if cached else {}
    pid = stack.enter_context(running(command, port, variables=variables | more, cwd=PEERS / name))
    label = f"{NAMES[name]}, pages kept in memory" if cached else f"{NAMES[name]}, no cache"
    return Contender(label, f"http://127.0.0.1:{port}", pages, pid=pid)


def rounds(
    measured: Sequence[tuple[Contender, str]], *, seconds: float, count: int, folder: Path
) -> dict[str, list[Load]]:
    """Ask each in turn, round after round, after a first one that warms everything up."""
    results: dict[str, list[Load]] = {}
    for number in range(count + 1):
        for contender, kind in measured:
            asked = load(contender.url, contender.pages[kind], seconds=seconds, folder=folder)
            if number:
                results.setdefault(f"{contender.name}: {kind}", []).append(asked)
                print(
                    f"{contender.name:<40}{kind:<10}{asked.per_second:>10,.0f}/s{asked.p99_ms:>9.1f} ms",
                    flush=True,
                )
    return results


def serve_and_measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Return all figures of one size of archive."""
    variables, lines = databases.filled(options.articles, folder / str(options.articles))
    pages = databases.pages(lines)
    with ExitStack() as stack:
        kept = ours(stack, "ours", variables, pages, KEPT)
        page = fetched(kept.url + pages["article"][0])
        floor = stack.enter_context(contenders.raw(page, folder / "raw", threads=THREADS))
        full = ours(stack, "ours, nothing kept", variables, pages, NOTHING_KEPT)
        measured = [(floor, "article"), (kept, "article"), *((full, kind) for kind in pages)]
        one = Contender("ours, one page", kept.url, {"article": pages["article"][:1]})
        store = ours(stack, "ours, second level alone", variables, pages, FROM_THE_STORE)
        measured += [(one, "article"), (store, "article")]
        if are_installed():
            for name in NAMES:
                of_peer = databases.filled_peer(name, lines)
                plain = peer(stack, name, of_peer, pages, cached=False)
                measured += [(plain, kind) for kind in pages]
                measured.append((peer(stack, name, of_peer, pages, cached=True), "article"))
        measured += _proxies(stack, folder, page, floor, kept)
        results = rounds(measured, seconds=options.seconds, count=options.rounds, folder=folder)
        memory = {each.name: memory_mib(each.pid) for each, _ in measured if each.pid}
    return {"articles": options.articles, "memory": memory, "bytes": len(page.body)} | {
        "results": {
            name: {
                "per_second": median(each.per_second for each in loads),
                "half_ms": median(each.half_ms for each in loads),
                "p99_ms": median(each.p99_ms for each in loads),
                "failed": sum(each.failed for each in loads),
                "rounds": [each.per_second for each in loads],
            }
            for name, loads in results.items()
        }
    }


def _proxies(
    stack: ExitStack, folder: Path, page: contenders.Kept, floor: Contender, kept: Contender
) -> list[tuple[Contender, str]]:
    """Start what stands in front, before the raw program and before ours, where it is installed."""
    found = []
    if installed("nginx"):
        found += [
            contenders.nginx_static(page, folder / "static"),
            contenders.behind_nginx("nginx, raw WSGI behind", floor, folder / "nginx-raw"),
            contenders.behind_nginx("nginx, ours behind", kept, folder / "nginx-ours"),
        ]
    if installed("varnishd"):
        found += [
            contenders.behind_varnish("Varnish, raw WSGI behind", floor, folder / "varnish-raw"),
            contenders.behind_varnish("Varnish, ours behind", kept, folder / "varnish-ours"),
        ]
    return [(stack.enter_context(each), "article") for each in found]


def main() -> int:
    """Measure and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not is_possible():
        print(HOW_TO_GET_IT)
        return 0
    with tempfile.TemporaryDirectory(prefix="newsroom-serving-") as folder:
        found = serve_and_measure(options, Path(folder))
    found["peers"] = versions() if are_installed() else {}
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
