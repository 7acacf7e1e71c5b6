"""A sheet to draw on: coordinates as the reader sees them, edges smooth, one family of colours and letters.

Everything is drawn at twice its size and shrunk at the end, because Pillow's lines have hard edges. The
grounds are deep and the figures light, so that a picture stands on a white page as well as on a black one.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]
Box = tuple[float, float, float, float]

WIDTH, HEIGHT, MARGIN = 1600, 900, 80
# Ground above and below, so that neither lists, which cut to 3:2, nor other sites, which cut flatter than
# the charts are, take anything away.
BAND = 83
PAPER, MUTED, FAINT = "#f7f2e7", "#cdc7b8", "#8d8a82"
GOLD, CORAL, SKY, MINT = "#f3bb4f", "#f58a6c", "#86c9f0", "#93d9ab"
INK, PINE, PLUM, RUST = "#17233d", "#12382f", "#3a2140", "#55291c"
SLATE, WINE, TEAL, OLIVE = "#26323d", "#4a1a2b", "#0f3c49", "#3b3a1a"

TITLE, SUBTITLE, LABEL, SMALL = 64, 43, 45, 35
_SCALE = 2
_fonts: dict[int, ImageFont.FreeTypeFont | ImageFont.ImageFont] = {}


class Canvas:
    """One picture in the making."""

    def __init__(self, ground: str, *, width: int = WIDTH, height: int = HEIGHT, band: int = BAND) -> None:
        self.width, self.height, self.band, self.ground = width, height, band, ground
        self._image = Image.new("RGB", (width * _SCALE, (height + 2 * band) * _SCALE), ground)
        self._draw = ImageDraw.Draw(self._image)

    def heading(self, title: str, subtitle: str, *, source: str) -> None:
        """Write what every chart has: what it is, how to read it, where its numbers are from."""
        self.text((MARGIN, 56), title, size=TITLE, bold=True)
        self.text((MARGIN, 136), subtitle, size=SUBTITLE, fill=MUTED)
        self.text((MARGIN, self.height - 50), source, size=SMALL, fill=MUTED, anchor="ls")

    def line(self, points: Sequence[Point], *, fill: str = PAPER, width: float = 3) -> None:
        """Draw a line through points, with round ends and corners."""
        placed = [self._up(point) for point in points]
        thick = max(1, round(width * _SCALE))
        self._draw.line(placed, fill=fill, width=thick, joint="curve")
        if width >= 3:
            for x, y in (placed[0], placed[-1]):
                r = thick / 2 - 0.5
                self._draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def dashes(
        self, start: Point, end: Point, *, fill: str = MUTED, width: float = 2, step: int = 16
    ) -> None:
        """Draw a level or upright dashed line."""
        length = abs(end[0] - start[0]) + abs(end[1] - start[1])
        along = [min(distance, length) / length for distance in range(0, round(length) + step, step)]
        places = [(start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t) for t in along]
        for first, second in list(pairwise(places))[::2]:
            self.line([first, second], fill=fill, width=width)

    def box(
        self,
        box: Box,
        *,
        fill: str | None = None,
        outline: str | None = None,
        width: float = 3,
        radius: float = 0,
    ) -> None:
        """Draw a rectangle from its left, top, right and bottom."""
        self._draw.rounded_rectangle(
            (*self._up(box[:2]), *self._up(box[2:])),
            radius * _SCALE,
            fill=fill,
            outline=outline,
            width=round(width * _SCALE),
        )

    def circle(
        self,
        centre: Point,
        radius: float,
        *,
        fill: str | None = None,
        outline: str | None = None,
        width: float = 3,
    ) -> None:
        """Draw a disc or a ring."""
        (x, y), r = self._up(centre), radius * _SCALE
        self._draw.ellipse(
            (x - r, y - r, x + r, y + r), fill=fill, outline=outline, width=round(width * _SCALE)
        )

    def arc(
        self, centre: Point, radii: Point, start: float, end: float, *, fill: str = PAPER, width: float = 3
    ) -> None:
        """Draw part of an ellipse, from one angle to another, clockwise from three o'clock."""
        (x, y), (rx, ry) = self._up(centre), (radii[0] * _SCALE, radii[1] * _SCALE)
        self._draw.arc((x - rx, y - ry, x + rx, y + ry), start, end, fill=fill, width=round(width * _SCALE))

    def polygon(self, points: Iterable[Point], *, fill: str) -> None:
        """Fill a shape."""
        self._draw.polygon([self._up(point) for point in points], fill=fill)

    def text(
        self,
        at: Point,
        words: str,
        *,
        size: int = LABEL,
        fill: str = PAPER,
        anchor: str = "la",
        bold: bool = False,
    ) -> None:
        """Write words; the anchor is Pillow's (left, middle or right; ascender, middle or baseline)."""
        stroke = max(1, round(size * _SCALE / 48)) if bold else 0
        self._draw.text(
            self._up(at),
            words,
            font=_font(size),
            fill=fill,
            anchor=anchor,
            stroke_width=stroke,
            stroke_fill=fill,
        )

    def length_of(self, words: str, *, size: int = LABEL) -> float:
        """Return how wide words will be."""
        return self._draw.textlength(words, font=_font(size)) / _SCALE

    def finished(self) -> Image.Image:
        """Return the picture at its real size."""
        return self._image.reduce(_SCALE)

    def _up(self, point: Point) -> Point:
        """Return where a point lies on the larger sheet."""
        return point[0] * _SCALE, (point[1] + self.band) * _SCALE


def mixed(first: str, second: str, share: float) -> str:
    """Return a colour between two, such as a faint tone of one on the other."""
    pairs = zip(_parts(first), _parts(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the letters Pillow brings along, the same on every machine."""
    if size not in _fonts:
        _fonts[size] = ImageFont.load_default(size * _SCALE)
    return _fonts[size]
