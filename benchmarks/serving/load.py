"""Ask a server for pages as fast as it answers, with wrk."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 32
SCRIPT = Path(__file__).with_name("in_turn.lua")
HOW_TO_GET_IT = "Requests are sent with wrk, which is not here: install the package wrk."
FACTORS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Load:
    """What came of it: answers a second, milliseconds that half and 99 of 100 answers took, failures."""

    per_second: float
    half_ms: float
    p99_ms: float
    failed: int


def is_possible() -> bool:
    return shutil.which("wrk") is not None


def load(
    base: str, paths: Sequence[str], *, seconds: float, folder: Path, gzip: bool = True, host: str = ""
) -> Load:
    """Ask for these paths in turn over 32 connections; return what came of it."""
    listed = folder / "paths.txt"
    listed.write_text("\n".join(paths) + "\n", encoding="utf-8")
    headers = ["-H", f"Accept-Encoding: {'gzip' if gzip else 'identity'}"]
    if host:
        headers += ["-H", f"Host: {host}"]
    command = [
        *("wrk", "--latency", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "20s"),
        *(*headers, "-s", str(SCRIPT), base, "--", str(listed)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return _read(done.stdout)


def _read(printed: str) -> Load:
    rate = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    assert rate, printed
    failed = sum(
        int(number) for number in re.findall(r"(?:Non-2xx or 3xx responses: |timeout )(\d+)", printed)
    )
    return Load(float(rate[1]), _percentile(printed, 50), _percentile(printed, 99), failed)


def _percentile(printed: str, percent: int) -> float:
    found = re.search(rf"\s{percent}%\s+([\d.]+)(us|ms|s)", printed)
    assert found, printed
    return float(found[1]) * FACTORS[found[2]]
