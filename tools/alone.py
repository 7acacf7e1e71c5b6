"""One start at a time: whoever comes second waits until the first has set up what both need."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a file that nobody else can hold; wait for whoever does, and say so."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another start to finish …", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
