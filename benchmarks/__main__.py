"""`make bench`: everything that is measured, in one run; writes docs/benchmarks and the README's table.

The short form takes minutes. `--long` also serves an archive of 50,000 articles and measures the rest for
longer, which takes an hour or two. `--only NAME …` measures some parts and leaves the others as the last run
found them. How every page does as an archive grows is asked by `python -m benchmarks.scale`.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.reporting import serving

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "docs" / "benchmarks"
BOTH = "both databases"
"""Of a part that sees to its databases by itself."""
BEGIN, END = "<!-- benchmarks -->", "<!-- /benchmarks -->"


@dataclass(frozen=True)
class Part:
    """One thing that is measured: a module of this package, and what it is told in either form."""

    name: str
    title: str
    module: str
    short: Sequence[str] = ()
    long: Sequence[str] = ()
    databases: Sequence[str] = ("sqlite", "postgresql")
    only_long: bool = False


PARTS = (
    Part(
        "serving",
        "Serving pages",
        "benchmarks.serving",
        short=("--articles", "1000", "--seconds", "2", "--rounds", "2"),
        long=("--articles", "1000", "--seconds", "5", "--rounds", "7"),
        databases=("postgresql",),
    ),
    Part(
        "serving-large",
        "Serving pages of a large archive",
        "benchmarks.serving",
        long=("--articles", "50000", "--seconds", "3", "--rounds", "3"),
        databases=("postgresql",),
        only_long=True,
    ),
    Part(
        "cold",
        "Pages made anew, kept nowhere",
        "benchmarks.cold_pages",
        short=("{folder}", "--articles", "500", "--rounds", "20"),
        long=("{folder}",),
        databases=(BOTH,),
    ),
    Part("noticing", "Noticing what changes", "benchmarks.noticing"),
    Part("verbs", "Writing and bringing in", "benchmarks.verbs"),
    Part(
        "searching",
        "Searching",
        "benchmarks.searching",
        short=("--articles", "20000"),
        long=("--articles", "200000"),
    ),
    Part("listings", "Listings: plans and growth", "benchmarks.measuring"),
    Part("desk", "The writing desk with a long article", "benchmarks.writing", databases=(BOTH,)),
)


def main() -> int:
    """Measure what is asked for and write it down; return 1 if something is not as promised."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", nargs="+", choices=[part.name for part in PARTS])
    options = parser.parse_args()
    PLACE.mkdir(exist_ok=True)
    kept = PLACE / "latest.json"
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    failed = []
    for part in PARTS:
        wanted = part.name in options.only if options.only else options.long or not part.only_long
        if wanted:
            found[part.name] = measured(part, long=options.long)
            failed += [part.name for run in found[part.name]["runs"].values() if run["status"]]
            kept.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    write(found)
    print(f"Written to {PLACE.relative_to(ROOT)}.")
    if failed:
        print(f"Not as promised: {', '.join(failed)}.")
    return int(bool(failed))


def measured(part: Part, *, long: bool) -> dict[str, Any]:
    """Run one part on each of its databases, each in a process and a database of its own."""
    arguments = part.long if long or part.only_long else part.short
    runs = {}
    for database in part.databases:
        print(f"\n== {part.title} ({database})", flush=True)
        with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as folder:
            runs[database] = _run(part, arguments, database, Path(folder))
    return {
        "title": part.title,
        "measured": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine(),
        "command": " ".join(["python -m", part.module, *arguments]).replace("{folder}", "FOLDER"),
        "runs": runs,
    }


def _run(part: Part, arguments: Sequence[str], database: str, folder: Path) -> dict[str, Any]:
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SECRET_KEY": "for measuring only: " + "0123456789abcdef" * 4,
        "NEWSROOM_DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/newsroom.sqlite3",
    }
    figures = folder / "figures.json"
    told = [argument.format(folder=folder) for argument in arguments]
    command = [sys.executable, "-m", part.module, *told]
    if part.module == "benchmarks.serving":
        command += ["--json", str(figures)]
    if database == "postgresql":
        command = [sys.executable, "-m", "tools.postgres", *command]
    else:
        variables.pop("TEST_DATABASE_URL", None)
    done = subprocess.Popen(command, env=variables, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert done.stdout
    printed = []
    for line in done.stdout:
        print(line, end="", flush=True)
        printed.append(line.rstrip())
    status = done.wait()
    return {
        "status": status,
        "printed": printed,
        "figures": json.loads(figures.read_text(encoding="utf-8")) if figures.exists() else None,
    }


def machine() -> str:
    """Return in words what this was measured on."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"


def write(found: dict[str, Any]) -> None:
    """Write the page, the pictures and the README's table."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`, which measures everything again (`make bench ARGS=--long` for the large",
        "archives). Every figure stands beside a floor or a peer of the same run: read the ratios.",
        "",
    ]
    small, large = (_figures(found, name) for name in ("serving", "serving-large"))
    if small:
        lines += [serving.summary(small, large), "", "![Article pages a second](articles-a-second.svg)", ""]
    for part in PARTS:
        if part.name in found:
            lines += _section(found[part.name])
    (PLACE / "README.md").write_text("\n".join(lines), encoding="utf-8")
    if small:
        (PLACE / "articles-a-second.svg").write_text(serving.picture(small), encoding="utf-8")
        _into_readme(found["serving"], serving.summary(small, large))


def _section(of_part: dict[str, Any]) -> list[str]:
    how = f"{of_part['measured']}, {of_part['machine']}: `{of_part['command']}`"
    lines = [f"## {of_part['title']}", "", how, ""]
    for database, run in of_part["runs"].items():
        if run["figures"]:
            lines += [serving.table(run["figures"]), ""]
        else:
            lines += [f"On {database}:", "", "```", *run["printed"], "```", ""]
    return lines


def _figures(found: dict[str, Any], name: str) -> dict[str, Any] | None:
    runs = found.get(name, {}).get("runs", {})
    return runs["postgresql"]["figures"] if "postgresql" in runs else None


def _into_readme(of_part: dict[str, Any], table: str) -> None:
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    when = f"Measured on {of_part['measured'][:10]} ({of_part['machine']}) by `make bench`"
    said = f"{when}; [all of it](docs/benchmarks/README.md)."
    readme.write_text(f"{before}{BEGIN}\n{table}\n{said}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
