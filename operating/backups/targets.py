"""From the name of a target to the place."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from .buckets import SCHEME, Bucket
from .faults import BackupError
from .places import Folder, Place


def place_at(target: str) -> Place:
    """Return where to back up: a folder, or a bucket; without a name, what the settings say."""
    named = target.strip() or settings.BACKUP_TARGET
    if not named:
        raise BackupError(
            _(
                "Say where to: “manage.py backup /folder”, or set BACKUP_TARGET to a folder or s3://bucket/folder."
            )
        )
    if named.startswith(SCHEME):
        return Bucket(named)
    path = Path(named).expanduser().absolute()
    images = Path(settings.DATA_DIR)
    if path == images or path in images.parents:
        raise BackupError(
            _("%(folder)s holds what is to be backed up. Choose another folder, on another disk.")
            % {"folder": path}
        )
    return Folder(path)
