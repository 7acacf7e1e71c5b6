"""Where what is made for a moment is kept: in memory, where the machine has room for it there."""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - it is asked of tempfile for a folder of one's own
ROOM = 4 * 1024**3


def folder_in_memory(*, running_programs: bool = False) -> Path | None:
    """Return a folder in memory for tempfile, where there is a roomy one, and programs can start from there.

    A copy of a database is a thousand small files: on a disk that is busy, nothing in the tests takes longer.
    """
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return None
    if running_programs and os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return MEMORY
