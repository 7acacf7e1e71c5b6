"""How often something is tried at random: briefly in every run, long in `make soak`."""

import os

SOAK = bool(os.environ.get("SOAK", "").strip())


def how_many(short: int, *, soak: int) -> int:
    """Return how often something is tried: in every run, or when there is time."""
    return soak if SOAK else short
