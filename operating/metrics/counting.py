"""What each process counts; where no figures are wanted, nothing is.

A process has files of its own that outlive it (prometheus_client's way with several processes). What one
that is gone has counted is added to a file that belongs to none, so no count ever falls.
"""

import fcntl
import os
import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from socket import gethostname
from typing import TextIO

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from prometheus_client import CollectorRegistry, Counter, Histogram, values
from prometheus_client.metrics_core import Metric
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
NOBODY = 0
"""No process has this number; what those that are gone have counted is in its files."""
HELD = "held"
BOOT, NAMESPACE = Path("/proc/sys/kernel/random/boot_id"), Path("/proc/self/ns/pid")


def folder() -> Path:
    """Return where the processes of this machine count, since it was started."""
    with suppress(OSError):
        told = f"{gethostname()} {BOOT.read_text()} {NAMESPACE.readlink()}"
        return Path(settings.DATA_DIR) / "metrics" / blake2b(told.encode(), digest_size=8).hexdigest()
    return Path(settings.DATA_DIR) / "metrics" / "here"


@dataclass(frozen=True)
class Finished:
    """Answers that were ready, put together: one page, one way, one status."""

    page: str
    method: str
    status: int
    how: str


class Counting:
    """The counters of this process."""

    def __init__(self) -> None:
        own = CollectorRegistry()
        of_a_request = ["page", "method", "status", "how"]
        self.requests = Counter("newsroom_requests", "Requests, by kind of page", of_a_request, registry=own)
        self.seconds = Histogram(
            "newsroom_request_seconds",
            "How long a request took",
            ["page", "how"],
            buckets=SECONDS,
            registry=own,
        )
        self.queries = Counter("newsroom_queries", "Queries of the database", ["page"], registry=own)
        self.query_seconds = Counter(
            "newsroom_query_seconds", "Seconds spent in queries", ["page"], registry=own
        )
        self.slow_queries = Counter("newsroom_slow_queries", "Slow queries", ["page"], registry=own)
        self.slow_pages = Counter("newsroom_slow_pages", "Slow pages", ["page"], registry=own)
        self.failed_logins = Counter("newsroom_failed_logins", "Logins that failed", registry=own)

    def made(
        self,
        page: str,
        method: str,
        status: int,
        seconds: float,
        *,
        queries: int = 0,
        asked: float = 0,
        slow: int = 0,
        is_slow: bool = False,
    ) -> None:
        """Count a page that was made."""
        self.requests.labels(page, method, str(status), "made").inc()
        self.seconds.labels(page, "made").observe(seconds)
        if queries:
            self.queries.labels(page).inc(queries)
            self.query_seconds.labels(page).inc(asked)
        if slow:
            self.slow_queries.labels(page).inc(slow)
        if is_slow:
            self.slow_pages.labels(page).inc()

    def ready(self, answers: Mapping[Finished, list[float]]) -> None:
        """Count what was answered before the program was asked, many at once."""
        for kind, took in answers.items():
            self.requests.labels(kind.page, kind.method, str(kind.status), kind.how).inc(len(took))
            self._observe(self.seconds.labels(kind.page, kind.how), took)

    @staticmethod
    def _observe(histogram: Histogram, took: list[float]) -> None:
        """Observe many: one step for each bucket instead of one for each answer."""
        found = [0] * (len(SECONDS) + 1)
        for each in took:
            found[bisect_left(SECONDS, each)] += 1
        histogram._sum.inc(sum(took))
        for bucket, count in zip(histogram._buckets, found, strict=True):
            if count:
                bucket.inc(count)


class Counts:
    """Holds the counters, once there are any."""

    here: Counting | None = None
    held: TextIO | None = None
    """Open as long as this process counts, so that nobody takes its folder away."""


def begin() -> bool:
    """Count in this process, if figures are wanted."""
    if not settings.METRICS:
        return False
    place = folder()
    with _alone(place.parent):
        Counts.held = _hold(place)
        _leave_out_earlier(place)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(place)
    values.ValueClass = values.MultiProcessValue()
    Counts.here = Counting()
    user_login_failed.connect(_login_failed, dispatch_uid="operating.metrics")
    return True


def _hold(place: Path) -> TextIO:
    """Note that somebody counts in this folder; the system ends the note with the process."""
    place.mkdir(exist_ok=True)
    file = (place / HELD).open("w")
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def _leave_out_earlier(place: Path) -> None:
    """Take away the folders of earlier starts: another container may count beside this one."""
    for other in place.parent.iterdir():
        if other == place or not other.is_dir():
            continue
        with suppress(OSError), (other / HELD).open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(other, ignore_errors=True)


def _login_failed(**_named: object) -> None:
    if Counts.here is not None:
        Counts.here.failed_logins.inc()


class AllProcesses:
    """What all processes of this machine have counted together."""

    def collect(self) -> Iterator[Metric]:
        """Return it, those that are gone included."""
        place = folder()
        with _alone(place):
            add_up_gone(place)
            yield from MultiProcessCollector(None, path=str(place)).collect()


def add_up_gone(place: Path) -> None:
    """Add what processes that are gone have counted to the files of nobody."""
    for file in place.glob("*_*.db"):
        kind, _line, number = file.stem.rpartition("_")
        if not number.isdigit() or int(number) == NOBODY or _runs(int(number)):
            continue
        sums = MmapedDict(str(place / f"{kind}_{NOBODY}.db"))
        try:
            for key, value, _time, _position in MmapedDict.read_all_values_from_file(str(file)):
                sums.write_value(key, sums.read_value(key)[0] + value, 0)
        finally:
            sums.close()
        file.unlink()


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def put_together(lines: Iterable[tuple[str, str, int, float, str]]) -> dict[Finished, list[float]]:
    """Put answers together that differ in nothing but how long they took."""
    found: dict[Finished, list[float]] = {}
    for page, method, status, took, how in lines:
        found.setdefault(Finished(page, method, status, how), []).append(took)
    return found
