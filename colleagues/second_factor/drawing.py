"""The picture an authenticator app reads, drawn as one line of a drawing: no style, no address, no script."""

from dataclasses import dataclass

import segno

QUIET = 4
"""How many dots of nothing stand around it, or no app finds it."""


@dataclass(frozen=True)
class Drawing:
    """A square of so many dots, and the path that fills the dark ones."""

    size: int
    path: str


def picture_of(address: str) -> Drawing:
    """Draw what an app is to read."""
    rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=QUIET))
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dot in enumerate(row) if dot)
    return Drawing(size=len(rows), path="".join(dark))
