"""Read many texts in one limited child: each has its own time, and one that ends the child ends no other."""

import json
import subprocess
from contextlib import suppress
from signal import SIGXCPU
from threading import Event, Timer
from types import TracebackType
from typing import Self

from .answering import POST
from .child import manuscript_in, started
from .errors import Fault, ManuscriptError
from .limited import LARGEST_ANSWER, MANY
from .manuscript import Manuscript

SECONDS = 10
LARGEST = 10_000_000
# Whatever a library keeps of what it has read goes with the process.
MOST_IN_A_ROW = 2_000


class Posts:
    """The reader of a site's posts; used by one thread at a time."""

    def __init__(self, *, seconds: int = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def convert(self, html: str, *, address: str = "", language: str = "") -> Manuscript:
        """Return what one post says, or raise ManuscriptError; `address` is where it stood."""
        data = html.encode("utf-8", "replace")
        if len(data) > LARGEST:
            raise ManuscriptError(Fault.TOO_BIG, line=0, most=LARGEST // 1_000_000)
        if self._read >= MOST_IN_A_ROW:
            self._end()
        self._read += 1
        told = {"reader": POST, "address": address, "language": language}
        answer = self._answer(json.dumps(told | {"bytes": len(data), "seconds": self._seconds}), data)
        try:
            return manuscript_in(answer)
        except ManuscriptError as error:
            if error.fault is Fault.TOO_MUCH:
                self._end()
            raise

    def _answer(self, told: str, data: bytes) -> bytes:
        process = self._process = self._process or started(MANY)
        assert process.stdin is not None and process.stdout is not None
        late = Event()
        # Its own limit counts the time it works; this one, the time it takes.
        hurry = Timer(2 * self._seconds, _kill, (process, late))
        hurry.daemon = True
        hurry.start()
        try:
            process.stdin.write(told.encode("ascii") + b"\n" + data)
            process.stdin.flush()
            answer = process.stdout.readline(LARGEST_ANSWER + 2)
        except OSError:
            answer = b""
        finally:
            hurry.cancel()
        if answer.endswith(b"\n"):
            return answer
        self._end()
        slow = late.is_set() or process.returncode == -SIGXCPU
        raise ManuscriptError(Fault.TOO_SLOW if slow else Fault.TOO_MUCH, line=0)

    def _end(self) -> None:
        process, self._process, self._read = self._process, None, 0
        if process is None:
            return
        assert process.stdin is not None and process.stdout is not None
        if process.poll() is None and not _ended_by_itself(process):
            process.kill()
        process.wait()
        with suppress(OSError):
            process.stdin.close()
        process.stdout.close()


def _ended_by_itself(process: "subprocess.Popen[bytes]") -> bool:
    """Let a child end by itself, and tell whether it did."""
    assert process.stdin is not None
    try:
        process.stdin.close()
        process.wait(timeout=2)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return True


def _kill(process: "subprocess.Popen[bytes]", late: Event) -> None:
    late.set()
    process.kill()
