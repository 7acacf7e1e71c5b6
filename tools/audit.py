"""Whether a pinned package has a known hole: by our own list, and by pip-audit's data where it is reached.

The list is operating/doctor/versions.toml.

`make audit`, and a step of .ci/run. Ends with 1 where there is a hole that nobody has looked at.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from operating.doctor.bundle import bundle
from operating.doctor.minimums import holes, table

ROOT = Path(__file__).resolve().parent.parent
EVERYTHING = "requirements-dev.txt"
LOCKS = ("requirements.txt", "requirements-fleet.txt", EVERYTHING)
SECONDS = 20
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True)
class Known:
    """A hole in something that is pinned, and why it is left as it is, if it is."""

    what: str
    advisory: str
    left: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.advisory}" + (f" (left: {self.left})" if self.left else "")


def pins(text: str) -> dict[str, str]:
    """Return the version of each package a lock file pins."""
    return {name.casefold().replace("_", "-"): version for name, version in _PIN.findall(text)}


def by_list(pinned: Mapping[str, str], *, today: date) -> Iterator[Known]:
    """Yield what the list knows of these packages, and of what the text editor brings."""
    brought = {name: one.version for name, one in bundle().items() if one.version}
    for hole in holes():
        for of, version in {**pinned, **brought}.items():
            if of == hole.of and hole.is_open_in(version):
                left = hole.mitigated if hole.is_left(today) else ""
                yield Known(f"{of} {version}", f"{hole.advisory}, mended in {', '.join(hole.fixed)}", left)


def by_advisories(told: Mapping[str, Any], *, today: date) -> Iterator[Known]:
    """Yield what pip-audit has found."""
    accepted = {one["advisory"]: one for one in table().get("accepted", ())}
    for package in told.get("dependencies", ()):
        for found in package.get("vulns", ()):
            names = [found["id"], *found.get("aliases", ())]
            known = next((accepted[name] for name in names if name in accepted), None)
            left = known["why"] if known and today <= known["until"] else ""
            mended = ", ".join(found.get("fix_versions", ())) or "no release yet"
            what = f"{package['name']} {package['version']}"
            yield Known(what, f"{', '.join(names)}, mended in {mended}", left)


def advisories(lock: Path, *, seconds: float = SECONDS) -> dict[str, Any] | None:
    """Return what pip-audit says of a lock file; None where its data cannot be reached in time."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--require-hashes"]
    command += ["--disable-pip", "--vulnerability-service", "osv", "--format", "json"]
    command += ["--progress-spinner", "off", "--timeout", "5"]
    doing = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        out, _nothing = doing.communicate(timeout=seconds)
        told: dict[str, Any] = json.loads(out)
    except subprocess.TimeoutExpired:
        os.killpg(doing.pid, signal.SIGKILL)
        doing.communicate()
        return None
    except ValueError:
        return None
    return told


def main() -> int:
    """Compare, say what was found, and return how a program ends that has found something."""
    today = date.today()
    pinned: dict[str, str] = {}
    for lock in LOCKS:
        pinned |= pins((ROOT / lock).read_text(encoding="utf-8"))
    found = list(by_list(pinned, today=today))
    told = advisories(ROOT / EVERYTHING)
    if told is None:
        say(f"No advisories were had within {SECONDS} s; only the list of {table()['read_on']} was compared.")
    else:
        found += by_advisories(told, today=today)
    for one in found:
        say(str(one))
    is_open = [one for one in found if not one.left]
    left = len(found) - len(is_open)
    say(f"{len(pinned)} packages, {len(is_open)} known holes open, {left} left with a reason.")
    return 1 if is_open else 0


def say(line: str) -> None:
    """Write one line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
