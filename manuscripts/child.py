"""Read a file in a process of its own, which has neither time nor memory nor secrets to lose."""

import json
import subprocess
import sys
from pathlib import Path
from signal import SIGXCPU
from threading import Event, Thread, Timer
from typing import IO, Any

from .answering import CLIPBOARD, FILE, PASTED, WHOLE_CLIPBOARD
from .errors import Fault, ManuscriptError
from .limited import LARGEST_ANSWER, SECONDS
from .manuscript import Manuscript
from .packing import PackingError, unpacked

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(__file__).with_name("limited.py")
# Larger than any format may be: a bigger file is not even handed over.
LARGEST_FILE = 60_000_000
CLIPBOARD_SECONDS = 10


def convert(data: bytes, name: str, *, language: str = "") -> Manuscript:
    """Read a file of any format in a limited child, and return its manuscript.

    Raises ManuscriptError for everything that may happen to a file, the child's own death included.
    """
    if len(data) > LARGEST_FILE:
        raise ManuscriptError(Fault.TOO_BIG, line=0, most=LARGEST_FILE // 1_000_000)
    return _converted(data, {"reader": FILE, "name": name, "language": language}, seconds=SECONDS)


def convert_clipboard(html: str, plain: str = "", *, reading: str = "") -> Manuscript:
    """Read a clipboard in a limited child: somebody waits for it, so it has less time than a file.

    `reading` is one of `manuscripts.formats.whole`, for what is pasted where nothing stands yet.
    """
    data = json.dumps({"html": html, "plain": plain}).encode("ascii")
    told = {"reader": WHOLE_CLIPBOARD, "reading": reading} if reading else {"reader": CLIPBOARD}
    return _converted(data, told, seconds=CLIPBOARD_SECONDS)


def convert_pasted(html: str, plain: str = "", *, language: str = "") -> Manuscript:
    """Read a clipboard that is a whole article in a limited child, with the time a file has."""
    data = json.dumps({"html": html, "plain": plain}).encode("ascii")
    return _converted(data, {"reader": PASTED, "language": language}, seconds=SECONDS)


def _converted(data: bytes, told: dict[str, Any], *, seconds: float) -> Manuscript:
    said = json.dumps(told).encode("ascii") + b"\n"
    out, code, in_time = _run(said, data, seconds)
    if not in_time or code == -SIGXCPU:
        raise ManuscriptError(Fault.TOO_SLOW, line=0)
    if len(out) > LARGEST_ANSWER:
        raise ManuscriptError(Fault.TOO_MUCH, line=0)
    return manuscript_in(out)


def started(*told: str) -> "subprocess.Popen[bytes]":
    """Start the program that reads what it is handed, in an environment without anything of ours."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-B", "-X", "utf8", str(PROGRAM), str(ROOT), *told],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        close_fds=True,
    )


def _run(said: bytes, data: bytes, seconds: float) -> tuple[bytes, int, bool]:
    """Return what the child answered, how it ended, and whether it did so in time."""
    late = Event()
    with started() as process:
        assert process.stdin is not None and process.stdout is not None
        hurry = Timer(seconds, _end, (process, late))
        feed = Thread(target=_feed, args=(process.stdin, said, data), daemon=True)
        hurry.start()
        feed.start()
        try:
            out = process.stdout.read(LARGEST_ANSWER + 1)
            if len(out) > LARGEST_ANSWER:
                process.kill()
            code = process.wait()
        finally:
            hurry.cancel()
            process.kill()
            feed.join()
    return out, code, not late.is_set()


def _end(process: "subprocess.Popen[bytes]", late: Event) -> None:
    late.set()
    process.kill()


def _feed(pipe: IO[bytes], said: bytes, data: bytes) -> None:
    try:
        pipe.write(said)
        pipe.write(data)
        pipe.close()
    except OSError:
        # It ended before it had read everything; how it ended says the rest.
        return


def manuscript_in(out: bytes) -> Manuscript:
    """Return the manuscript that a child answered with, or raise the fault it told of."""
    try:
        answer: Any = json.loads(out)
        if "manuscript" in answer:
            return unpacked(answer["manuscript"])
        fault, line = Fault(answer["fault"]), int(answer.get("line", 0))
        values = {str(key): value for key, value in dict(answer.get("values", {})).items()}
    except (ValueError, KeyError, TypeError, PackingError) as error:
        raise ManuscriptError(Fault.DAMAGED, line=0) from error
    raise ManuscriptError(fault, line=line, **values)
