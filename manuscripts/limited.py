"""The program of the child that reads one file: it limits itself first, and only then looks at the file.

It is started by `manuscripts.child` with the project's folder as its argument. On its input stand one line
of JSON (the file's name and what is known of it) and then the file; its answer is JSON, and nothing else.

With `many` as a second argument it reads text after text: the line also says how many bytes follow, each
answer is a line, and each text has its own time.
"""

import json
import math
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

MEMORY = 1 << 30
SECONDS = 30
# Base64 of the pictures of the largest file that is read.
LARGEST_ANSWER = 150_000_000
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn")


MANY = "many"


def limit(seconds: int | None = SECONDS) -> None:
    """Set the limits of this process; a system that knows one of them not goes on with the others."""
    try:
        resource = import_module("resource")
    except ImportError:
        return
    wanted = {"RLIMIT_AS": MEMORY, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None or most is None:
            continue
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue


def allow(seconds: int) -> None:
    """Give the next text this much time, whatever those before it took."""
    try:
        resource = import_module("resource")
        _now, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, most))
    except (ImportError, AttributeError, ValueError, OSError):
        return


def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    """Let no reader call other machines or start programs, whatever a library would like."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)


def main(root: str) -> None:
    """Read the file that stands on the input, and write what it is."""
    limit()
    sys.addaudithook(refuse)
    sys.path.insert(0, root)
    said = json.loads(sys.stdin.buffer.readline())
    sys.stdout.write(answer_to(sys.stdin.buffer.read(), said))


def main_of_many(root: str) -> None:
    """Read text after text until there are no more, and answer each."""
    limit(seconds=None)
    sys.addaudithook(refuse)
    sys.path.insert(0, root)
    while line := sys.stdin.buffer.readline():
        said = json.loads(line)
        seconds, data = said.pop("seconds"), sys.stdin.buffer.read(said.pop("bytes"))
        allow(seconds)
        sys.stdout.write(answer_to(data, said) + "\n")
        sys.stdout.flush()


def answer_to(data: bytes, said: dict[str, Any]) -> str:
    """Return what one text is, or why it could not be read, as JSON."""
    try:
        answer = import_module("manuscripts.answering").answer(data, **said)
    except MemoryError:
        answer = {"fault": "too much"}
    except RecursionError:
        answer = {"fault": "nested too deep"}
    out = json.dumps(answer)
    return out if len(out) <= LARGEST_ANSWER else json.dumps({"fault": "too much"})


if __name__ == "__main__":
    folder = sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).parent.parent)
    (main_of_many if sys.argv[2:] == [MANY] else main)(folder)
