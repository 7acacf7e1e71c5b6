"""The tables of whoever runs the site (Django looks for an app's tables here)."""

from operating.backups.models import Backup
from operating.doctor.models import Checkup
from operating.erasing.models import Erasure

__all__ = ["Backup", "Checkup", "Erasure"]
