"""The program of the child that reads one file: it limits itself first, and only then looks at the file.

It is started by `manuscripts.child` with the project's folder as its argument. On its input stand one line
of JSON (the file's name and what is known of it) and then the file; its answer is JSON, and nothing else.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

MEMORY = 1 << 30
SECONDS = 30
# Base64 of the pictures of the largest file that is read.
LARGEST_ANSWER = 150_000_000
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn")


def limit() -> None:
    """Set the limits of this process; a system that knows one of them not goes on with the others."""
    try:
        resource = import_module("resource")
    except ImportError:
        return
    wanted = {"RLIMIT_AS": MEMORY, "RLIMIT_CPU": SECONDS, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue


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
    try:
        answer = import_module("manuscripts.answering").answer(sys.stdin.buffer.read(), **said)
    except MemoryError:
        answer = {"fault": "too much"}
    except RecursionError:
        answer = {"fault": "nested too deep"}
    out = json.dumps(answer)
    if len(out) > LARGEST_ANSWER:
        out = json.dumps({"fault": "too much"})
    sys.stdout.write(out)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).parent.parent))
