"""Where what is made for a moment is kept: in memory, where the machine has room for it there."""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - it is asked of tempfile for a folder of one's own
ROOM = 4 * 1024**3


def folder_in_memory() -> Path | None:
    """Return a folder in memory for tempfile, where there is a roomy one that programs can start from.

    A copy of a database is a thousand small files: on a disk that is busy, nothing in the tests takes longer.
    What runs for hours may come to more than there is room for, and stays on the disk.
    """
    if os.environ.get("SOAK", "").strip() or not os.access(MEMORY, os.W_OK):
        return None
    has_room = shutil.disk_usage(MEMORY).free >= ROOM
    return None if not has_room or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC else MEMORY
