"""Diagrams of how things work, drawn from the things themselves."""

from itertools import combinations, pairwise
from math import floor

from PIL import Image

from demo.pictures.canvas import (
    CORAL,
    GOLD,
    INK,
    MARGIN,
    MINT,
    MUTED,
    PAPER,
    PINE,
    PLUM,
    RUST,
    SKY,
    SLATE,
    TEAL,
    WIDTH,
    Canvas,
    Point,
    mixed,
)

RIGHT = WIDTH - MARGIN

# The operations of Lovelace's table in order, and those that are repeated.
NOTE_G = "*-+//--+/*+--+/*-+/**+-++"
REPEATED = range(13, 24)
KINDS = {
    "*": ("multiplications", SKY),
    "/": ("divisions", MINT),
    "+": ("additions", GOLD),
    "-": ("subtractions", CORAL),
}

# Four states, two symbols: what each state writes, where it goes, and which state follows.
BUSY_BEAVER = {
    "A": (("1", 1, "B"), ("1", -1, "B")),
    "B": (("1", -1, "A"), ("0", -1, "C")),
    "C": (("1", 1, ""), ("1", -1, "D")),
    "D": (("1", 1, "D"), ("0", 1, "A")),
}

# Year, words, how high they stand, and whether they stand left of, on or right of their line.
EVENTS = (
    (1956, "Dartmouth", 290, "l"),
    (1966, "ALPAC", 380, "m"),
    (1973, "Lighthill", 290, "r"),
    (1982, "Fifth Generation", 290, "m"),
    (1987, "Lisp machines", 380, "m"),
    (1997, "Deep Blue", 290, "m"),
)
WINTERS = {"first": (1974, 1980), "second": (1987, 1993)}

CHESS, GO = (35, 80), (250, 150)
SENTENCE = ["the", "loom", "weaves", "flowers", "and", "the", "engine", "patterns"]


def note_g() -> Image.Image:
    """Draw the 25 operations in three rows: before, inside and behind the loop."""
    canvas = Canvas(PLUM)
    canvas.heading(
        "Note G, operation by operation",
        "Twenty-five operations; the second row is gone through again and again",
        source="Drawn from Lovelace's table of 1843",
    )
    side, gap, left = 88.0, 22.0, float(MARGIN)
    rows = (range(1, 13), REPEATED, range(24, 26))
    for row, numbers in enumerate(rows):
        y = 236.0 + 190 * row
        for place, number in enumerate(numbers):
            x = left + (side + gap) * place
            _operation(canvas, x, y, side, NOTE_G[number - 1])
            canvas.text((x + side / 2, y + side + 8), str(number), size=32, fill=MUTED, anchor="ma")
    end, y = left + (side + gap) * len(REPEATED) - gap, 236 + 190 + side / 2
    canvas.line(
        [
            (end + 18, y),
            (end + 66, y),
            (end + 66, y - 88),
            (left + side / 2, y - 88),
            (left + side / 2, y - 66),
        ],
        fill=PAPER,
        width=5,
    )
    tip = (left + side / 2, y - side / 2 - 4)
    canvas.polygon([tip, (tip[0] - 14, tip[1] - 22), (tip[0] + 14, tip[1] - 22)], fill=PAPER)
    for place, (sign, (name, _colour)) in enumerate(KINDS.items()):
        corner = 420 + 570 * (place % 2), 606 + 92 * (place // 2)
        _operation(canvas, *corner, 64, sign)
        canvas.text((corner[0] + 84, corner[1] + 32), f"{NOTE_G.count(sign)} {name}", anchor="lm")
    return canvas.finished()


def _operation(canvas: Canvas, x: float, y: float, side: float, sign: str) -> None:
    """Draw one operation as a tile with its sign."""
    canvas.box((x, y, x + side, y + side), fill=KINDS[sign][1], radius=10)
    cx, cy, r, w = x + side / 2, y + side / 2, side * 0.24, side * 0.085
    if sign in "+-/":
        canvas.line([(cx - r, cy), (cx + r, cy)], fill=PLUM, width=w)
    if sign == "+":
        canvas.line([(cx, cy - r), (cx, cy + r)], fill=PLUM, width=w)
    elif sign == "/":
        for dy in (-r, r):
            canvas.circle((cx, cy + dy * 0.95), w * 0.75, fill=PLUM)
    elif sign == "*":
        for dx in (-1, 1):
            canvas.line(
                [(cx - r * 0.8, cy - dx * r * 0.8), (cx + r * 0.8, cy + dx * r * 0.8)], fill=PLUM, width=w
            )


def run_busy_beaver() -> list[tuple[frozenset[int], int]]:
    """Run the machine until it stops; return the marked squares and the head's place at each step."""
    marked: set[int] = set()
    head, state = 0, "A"
    history = [(frozenset(marked), head)]
    while state:
        write, move, state = BUSY_BEAVER[state][head in marked]
        (marked.add if write == "1" else marked.discard)(head)
        head += move
        history.append((frozenset(marked), head))
    return history


def busy_beaver() -> Image.Image:
    """Draw the machine's tape after every step, one column a step."""
    canvas = Canvas(INK)
    history = run_busy_beaver()
    steps = len(history) - 1
    canvas.heading(
        f"Four states, {steps} steps",
        "Each column is the tape one step later; red is where the machine reads",
        source="Calculated: the four-state machine that runs longest before it stops",
    )
    squares = range(min(head for _, head in history), max(head for _, head in history) + 1)
    left, top, width, height = MARGIN, 226, (RIGHT - MARGIN) / len(history), 500 / len(squares)
    for column, (marked, head) in enumerate(history):
        for row, square in enumerate(squares):
            x, y = left + column * width, top + row * height
            colour = GOLD if square in marked else mixed(INK, PAPER, 0.1)
            canvas.box((x, y, x + width - 2, y + height - 3), fill=CORAL if square == head else colour)
    for step in (0, 20, 40, 60, 80, steps):
        canvas.text((left + (step + 0.5) * width, 742), str(step), fill=MUTED, anchor="ma")
    return canvas.finished()


def winters() -> Image.Image:
    """Draw the decades with the events of the text, and the two winters as they are usually dated."""
    canvas = Canvas(SLATE)
    canvas.heading(
        "Two winters",
        "Events in the text; the bands are the winters as they are usually dated",
        source="Data: the sources cited in the text",
    )
    left, right, base = MARGIN + 20, RIGHT - 20, 680

    def across(year: float) -> float:
        return left + (right - left) * (year - 1954) / 46

    for name, (start, end) in WINTERS.items():
        canvas.box((across(start), 230, across(end), base), fill=mixed(SLATE, SKY, 0.4))
        for line, words in enumerate((name, "winter")):
            middle = (across(start) + across(end)) / 2
            canvas.text((middle, base - 76 + 46 * line), words, size=38, anchor="ms", bold=True)
    canvas.line([(left - 20, base), (right + 20, base)], fill=PAPER, width=4)
    for year in range(1960, 2001, 10):
        canvas.line([(across(year), base), (across(year), base + 16)], fill=PAPER, width=4)
        canvas.text((across(year), base + 34), str(year), fill=MUTED, anchor="ma")
    for year, words, y, side in EVENTS:
        x, length = across(year), canvas.length_of(words)
        begin = x - {"l": 16, "m": length / 2, "r": length - 16}[side]
        canvas.line([(x, y + 30), (x, base)], fill=GOLD, width=3)
        canvas.circle((x, base), 11, fill=GOLD)
        canvas.box((begin - 12, y - 32, begin + length + 12, y + 32), fill=SLATE, radius=8)
        canvas.text((begin, y), words, anchor="lm")
    return canvas.finished()


def exclusive_or() -> Image.Image:
    """Draw the two-by-two problem that one line cannot solve and two lines can."""
    canvas = Canvas(RUST)
    canvas.heading(
        "One line, and two",
        "Gold where exactly one of two inputs is on; a line has to part gold from blue",
        source="Drawn from the definition of exclusive or",
    )
    _cases(
        canvas,
        left=250,
        words="one unit: a corner is always wrong",
        gold=[(0, 0.5), (0, 0), (0.5, 0)],
        lines=[((0, 0.5), (0.5, 0))],
    )
    _cases(
        canvas,
        left=910,
        words="a layer of two units: solved",
        gold=[(0, 0.5), (0, 0), (0.5, 0), (1, 0.5), (1, 1), (0.5, 1)],
        lines=[((0, 0.5), (0.5, 1)), ((0.5, 0), (1, 0.5))],
    )
    return canvas.finished()


def _cases(
    canvas: Canvas, *, left: float, words: str, gold: list[Point], lines: list[tuple[Point, Point]]
) -> None:
    """Draw the four cases, the lines, and what the lines take for gold; places are parts of the square."""
    top, side = 240, 440

    def at(point: Point) -> Point:
        return left + side * point[0], top + side * point[1]

    canvas.box((left, top, left + side, top + side), fill=mixed(RUST, PAPER, 0.1))
    canvas.polygon(map(at, gold), fill=mixed(RUST, GOLD, 0.4))
    for start, end in lines:
        canvas.line([at(start), at(end)], fill=PAPER, width=7)
    for first, second in ((0, 0), (0, 1), (1, 0), (1, 1)):
        place = at((0.13 + 0.74 * first, 0.87 - 0.74 * second))
        canvas.circle(place, 34, fill=GOLD if first != second else SKY, outline=RUST, width=5)
    canvas.text((left + side / 2, top + side + 24), words, size=36, anchor="ma")
    canvas.text((left - 26, top + side * 0.13), "on", fill=MUTED, anchor="rm", size=36)
    canvas.text((left - 26, top + side * 0.87), "off", fill=MUTED, anchor="rm", size=36)


def game_sizes() -> Image.Image:
    """Draw the number of ways a game can go as its digits, one square each."""
    canvas = Canvas(PINE)
    canvas.heading(
        "How many digits",
        "The number of ways a game can go, one square for each of its digits",
        source="Calculated from Silver et al. 2016: 35 moves over 80 turns, 250 over 150",
    )
    for words, (breadth, depth), left, colour in (("Chess", CHESS, MARGIN, SKY), ("Go", GO, 700, GOLD)):
        digits = len(str(breadth**depth))
        canvas.text((left, 226), f"{words}: {digits} digits", bold=True, size=44)
        columns = 12 if words == "Chess" else 24
        for number in range(digits):
            x, y = left + 34 * (number % columns), 300 + 30 * floor(number / columns)
            canvas.box((x, y, x + 28, y + 24), fill=colour, radius=3)
    return canvas.finished()


def attention() -> Image.Image:
    """Draw a sentence read word by word, and one in which every word looks at every other."""
    canvas = Canvas(TEAL)
    pairs = list(combinations(range(len(SENTENCE)), 2))
    canvas.heading(
        f"{len(SENTENCE) - 1} steps, or {len(pairs)} links at once",
        "Above, read word by word; below, each word sees every other",
        source="Drawn from Vaswani et al. 2017, Table 1",
    )
    centres = _centres(canvas)
    for first, second in pairwise(centres):
        canvas.line([(first, 290), (second, 290)], fill=SKY, width=6)
        canvas.polygon([(second - 20, 290), (second - 42, 278), (second - 42, 302)], fill=SKY)
    for x in centres:
        canvas.circle((x, 290), 17, fill=SKY)
    for first, second in pairs:
        start, end = centres[first], centres[second]
        near = second - first == 1
        canvas.arc(
            ((start + end) / 2, 690),
            ((end - start) / 2, 34 * (second - first) + 20),
            180,
            360,
            fill=GOLD if not near else PAPER,
            width=3,
        )
    for x, word in zip(centres, SENTENCE, strict=True):
        canvas.circle((x, 690), 15, fill=GOLD)
        canvas.text((x, 722), word, size=38, anchor="ma")
        canvas.text((x, 322), word, size=38, anchor="ma", fill=MUTED)
    return canvas.finished()


def _centres(canvas: Canvas) -> list[float]:
    """Return the middle of each word, set with even spaces over the whole width."""
    widths = [canvas.length_of(word, size=38) for word in SENTENCE]
    space = (RIGHT - MARGIN - sum(widths)) / (len(SENTENCE) - 1)
    centres, x = [], float(MARGIN)
    for width in widths:
        centres.append(x + width / 2)
        x += width + space
    return centres
