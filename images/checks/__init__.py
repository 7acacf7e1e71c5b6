"""What pictures of a text lack."""

from images.checks.credits import credits

__all__ = ["credits"]
