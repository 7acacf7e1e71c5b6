"""How fast pages are served, in words and pictures: ratios first, for they hold on other machines."""

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.reporting.bars import bars

Figures = Mapping[str, Any]
KINDS = ("article", "person", "home", "tag")
NOT_CACHED = "Wagtail, no cache"
# As many times as fast as Wagtail each kind of page is to be rendered, in a small and in a large archive.
LEAST_SMALL, LEAST_LARGE = 2.0, {"person": 3.0}
LEAST_OTHERS = 4.0


def summary(small: Figures, large: Figures | None) -> str:
    """Return what matters most: each ratio, beside what is wanted of it."""
    lines = ["| | wanted | measured |", "|---|--:|--:|"]
    for name, least, value in _ratios(small, large):
        measured = "not measured" if value is None else _figure(value)
        lines.append(f"| {name} | ≥ {_figure(least)} | {measured} |")
    p99 = small["results"].get("ours: article", {}).get("p99_ms")
    if p99 is not None:
        lines.append(f"| 99 of 100 finished articles within, at 32 connections | ≤ 10 ms | {p99:.1f} ms |")
    memory = small["memory"].get("ours")
    if memory:
        lines.append(f"| memory of all processes with 500 finished pages | ≤ 120 MiB | {memory:.0f} MiB |")
    return "\n".join(lines)


def _ratios(small: Figures, large: Figures | None) -> Iterator[tuple[str, float, float | None]]:
    raw, peer = "raw WSGI: article", f"{NOT_CACHED}: article"
    yield (
        "500 finished articles in turn ÷ the same bytes from raw WSGI",
        0.85,
        _ratio(small, "ours: article", raw),
    )
    yield "one finished article ÷ the same", 0.85, _ratio(small, "ours, one page: article", raw)
    yield (
        "from the second level ÷ Wagtail without a cache",
        50,
        _ratio(small, "ours, second level alone: article", peer),
    )
    for of in filter(None, (small, large)):
        for kind in KINDS:
            least = LEAST_SMALL if of is small else LEAST_LARGE.get(kind, LEAST_OTHERS)
            name = f"{kind}, rendered, ÷ Wagtail without a cache ({of['articles']:,} articles)"
            yield name, least, _ratio(of, f"ours, nothing kept: {kind}", f"{NOT_CACHED}: {kind}")
    for proxy in ("nginx", "Varnish"):
        both = f"{proxy}, ours behind: article", f"{proxy}, raw WSGI behind: article"
        yield f"behind {proxy} ÷ its hits with raw WSGI behind", 0.9, _ratio(small, *both)


def _ratio(of: Figures, ours: str, other: str) -> float | None:
    """Return the median of the ratios within each round."""
    results = of["results"]
    if ours not in results or other not in results:
        return None
    pairs = zip(results[ours]["rounds"], results[other]["rounds"], strict=True)
    each = sorted(mine / theirs for mine, theirs in pairs)
    return float(each[len(each) // 2])


def table(of: Figures) -> str:
    """Return all figures of one archive."""
    lines = [
        f"{of['articles']:,} articles; an article's page is {of['bytes']:,} bytes, compressed.",
        "",
        "| | a second | half within | 99 of 100 within | failed |",
        "|---|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {name} | {each['per_second']:,.0f} | {each['half_ms']:.1f} ms | {each['p99_ms']:.1f} ms "
        f"| {each['failed']} |"
        for name, each in of["results"].items()
    ]
    memory = [f"{name} {mib:.0f} MiB" for name, mib in of["memory"].items() if mib]
    versions = [f"{name} {number}" for name, number in of["peers"].items()]
    lines += ["", f"Memory of all processes, shared pages counted once: {', '.join(memory)}."]
    lines += [f"Peers: {', '.join(versions)}." if versions else "Peers were not installed."]
    return "\n".join(lines)


def picture(of: Figures) -> str:
    """Return the articles a second of everybody as bars."""
    rows = [
        (name.removesuffix(": article"), each["per_second"], f"{each['per_second']:,.0f}/s")
        for name, each in of["results"].items()
        if name.endswith(": article")
    ]
    title = f"Article pages a second ({of['articles']:,} articles, two worker processes)"
    return bars(title, rows, ours=[name for name, *_ in rows if "ours" in name])


def _figure(value: float) -> str:
    return f"{value:,.0f} ×" if value >= 10 else f"{value:.2f} ×"
