"""What pictures of a text lack."""

from images.checks.credits import credits
from images.checks.missing import missing

__all__ = ["credits", "missing"]
