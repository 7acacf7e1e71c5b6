"""Portraits without faces: a person's initials over a pattern from their work."""

import itertools
from collections.abc import Callable
from math import pi, sin

from PIL import Image

from demo.pictures.canvas import (
    CORAL,
    GOLD,
    INK,
    MINT,
    OLIVE,
    PAPER,
    PINE,
    PLUM,
    RUST,
    SKY,
    SLATE,
    TEAL,
    WINE,
    Canvas,
    mixed,
)

SIDE = 800
INITIALS = 330
Pattern = Callable[[Canvas, str], None]


def monogram(initials: str, ground: str, colour: str, pattern: Pattern) -> Image.Image:
    """Draw one monogram."""
    canvas = Canvas(ground, width=SIDE, height=SIDE, band=0)
    pattern(canvas, mixed(ground, colour, 0.5))
    canvas.box((40, 40, SIDE - 40, SIDE - 40), outline=colour, width=5)
    canvas.text((SIDE / 2, SIDE / 2), initials, size=INITIALS, fill=PAPER, anchor="mm", bold=True)
    return canvas.finished()


def woven(canvas: Canvas, colour: str) -> None:
    """Draw the holes of punched cards for a loom."""
    for row in range(16):
        for column in range(16):
            if (row * 3 + column * 5 + row * column) % 4 < 2:
                canvas.circle((85 + 42 * column, 85 + 42 * row), 9, fill=colour)


def tape(canvas: Canvas, colour: str) -> None:
    """Draw tapes of squares, some of them marked."""
    for row in range(9):
        for column in range(9):
            x, y = 72 + 73 * column, 72 + 73 * row
            is_marked = (row * row + 3 * column) % 5 == 0
            canvas.box((x, y, x + 73, y + 73), outline=colour, width=2)
            if is_marked:
                canvas.box((x + 22, y + 22, x + 51, y + 51), fill=colour)


def waves(canvas: Canvas, colour: str) -> None:
    """Draw a signal that gets lost in noise from line to line."""
    for row in range(13):
        points = []
        for step in range(0, 641, 4):
            t = step / 640
            noise = sin(step * 1.7 + row * 5) * sin(step * 0.61 + row) * row * 2.4
            points.append((80 + step, 100 + 50 * row + 20 * sin(4 * pi * t) + noise))
        canvas.line(points, fill=colour, width=3.5)


def light(canvas: Canvas, colour: str) -> None:
    """Draw how far light gets from one corner, nanosecond by nanosecond."""
    for radius in range(70, 1000, 62):
        for step in range(90):
            first, second = (pi / 2 * (step + part) / 90 for part in (0, 1))
            ends = [(60 + radius * sin(a), 740 - radius * sin(pi / 2 - a)) for a in (first, second)]
            if all(44 < x < 756 and 44 < y < 756 for x, y in ends):
                canvas.line(ends, fill=colour, width=4.5)


def nested(canvas: Canvas, colour: str) -> None:
    """Draw parentheses inside parentheses."""
    for depth in range(7):
        radius = 90 + 50 * depth
        for start, centre in ((120, 400 - 40 + depth * 10), (300, 400 + 40 - depth * 10)):
            canvas.arc((centre, 400), (radius, radius * 0.74), start, start + 120, fill=colour, width=6)


def retina(canvas: Canvas, colour: str) -> None:
    """Draw twenty by twenty photocells, some of them lit."""
    for row in range(20):
        for column in range(20):
            x, y = 84 + 33.3 * column, 84 + 33.3 * row
            lit = abs(column - 9.5) < row / 2 and row < 18 and row > 1
            canvas.circle((x, y), 11 if lit else 5, fill=colour)


def layers(canvas: Canvas, colour: str) -> None:
    """Draw layers of units, each joined to all of the next."""
    columns = [
        [(130 + 180 * place, 400 + (row - (count - 1) / 2) * 108) for row in range(count)]
        for place, count in enumerate((5, 6, 5, 3))
    ]
    for first, second in itertools.pairwise(columns):
        for start in first:
            for end in second:
                canvas.line([start, end], fill=colour, width=2)
    for column in columns:
        for centre in column:
            canvas.circle(centre, 20, fill=colour)


def pictures(canvas: Canvas, colour: str) -> None:
    """Draw a contact sheet of frames in three tones."""
    for row in range(8):
        for column in range(8):
            x, y = 76 + 82 * column, 76 + 82 * row
            tone = mixed(canvas.ground, colour, (0.35, 0.65, 1.0)[(row * 5 + column * 7 + row * column) % 3])
            canvas.box((x, y, x + 74, y + 74), fill=tone, radius=6)


MONOGRAMS: dict[str, tuple[str, str, str, Pattern]] = {
    "lovelace": ("AL", PLUM, GOLD, woven),
    "turing": ("AT", INK, SKY, tape),
    "shannon": ("CS", OLIVE, GOLD, waves),
    "hopper": ("GH", SLATE, MINT, light),
    "mccarthy": ("JM", WINE, CORAL, nested),
    "rosenblatt": ("FR", RUST, GOLD, retina),
    "hinton": ("GH", TEAL, CORAL, layers),
    "li": ("FL", PINE, MINT, pictures),
}
