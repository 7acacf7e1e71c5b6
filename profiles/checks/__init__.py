"""People a text names without leading to them."""

from profiles.checks.unlinked import never_asked, unlinked

__all__ = ["never_asked", "unlinked"]
