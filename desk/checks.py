"""Every check there is, in the order in which what they find is shown."""

from publishing.checks import Check, blocking

CHECKS: tuple[Check, ...] = (blocking,)
