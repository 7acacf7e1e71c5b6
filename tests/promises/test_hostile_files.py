"""Whatever a file is, it ends in a manuscript or one sentence, within limits, and leaves nothing behind."""

import logging
import os
import random
import socket
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from articles.importing.sentences import fault_in_words
from manuscripts import Fault, Manuscript, ManuscriptError, child, limited
from tests.promises.hostile import attacks, damaged
from tests.promises.processes import readers_of
from tests.soaking import SOAK, how_many

logger = logging.getLogger(__name__)
FILES = how_many(12, soak=300)
"""Tried in one run, of all kinds there are: each takes a child of its own."""
SECONDS = how_many(4, soak=child.SECONDS)
"""How long each may take; in every run less than for a colleague, as ending late ones is tried too."""


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Listen where no file may call."""
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        ear.setblocking(False)
        yield ear


def left_behind() -> set[Path]:
    """Return what stands where programs leave their files, and what the files here would make."""
    folder = Path(tempfile.gettempdir())
    mine = (".docx", ".odt", ".rtf", ".xml", ".html", ".eml", ".png")
    return {path for path in folder.glob("tmp*") if path.suffix in mine} | set(folder.glob("evil"))


def read(data: bytes, name: str) -> None:
    """Read one file, and see that its child kept to its limits."""
    began, used = time.monotonic(), getrusage(RUSAGE_CHILDREN)
    try:
        came: Manuscript | None = child.convert(data, name)
    except ManuscriptError as error:
        came = None
        assert error.fault in Fault, name
        assert "%" not in fault_in_words("file", error), name
    took, now = time.monotonic() - began, getrusage(RUSAGE_CHILDREN)
    seconds = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    # The most of any child so far: it grows where this one took more than all before it.
    grown = (now.ru_maxrss > used.ru_maxrss) * now.ru_maxrss // 1024
    logger.info("%s: %.1f s of a processor, %.1f s, %s MB", name, seconds, took, grown or "no more")
    assert took < SECONDS + 5, name
    assert seconds < limited.SECONDS + 2, name
    assert grown << 20 <= limited.MEMORY, name
    assert "root:" not in str(came), name


def test_every_hostile_file_ends_in_a_manuscript_or_one_sentence(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "SECONDS", SECONDS)
    made = attacks(listener.getsockname()[1])
    assert len(made) >= 170
    chosen = made if SOAK else random.sample(made, FILES - FILES // 4)
    broken = islice(damaged(made, random.randrange(10**6)), FILES - len(chosen))
    before = left_behind()
    for name, data in [*chosen, *broken]:
        read(data, name)
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert not left_behind() - before
    assert not readers_of(os.getpid())


def test_a_call_would_be_heard(listener: socket.socket) -> None:
    with socket.create_connection(listener.getsockname()):
        listener.accept()[0].close()
