"""Everything a newsroom owns, written where it can be taken along: documented lines, files, a manifest."""

from .checking import Damage, check
from .faults import CannotLeave
from .writing import Summary, export

__all__ = ["CannotLeave", "Damage", "Summary", "check", "export"]
