"""Charts of numbers: bars and dots on real axes."""

from math import log2, log10

from PIL import Image

from demo.pictures.canvas import (
    CORAL,
    GOLD,
    INK,
    MARGIN,
    MUTED,
    OLIVE,
    PAPER,
    PINE,
    SKY,
    SLATE,
    TEAL,
    WIDTH,
    WINE,
    Canvas,
    mixed,
)

RIGHT = WIDTH - MARGIN

# Best top-5 error of the year in per cent: Russakovsky et al. 2015, and He et al. 2016 for 2015.
IMAGENET_ERRORS = {2010: 28.2, 2011: 25.8, 2012: 16.4, 2013: 11.7, 2014: 6.7, 2015: 3.57}
FIRST_DEEP_YEAR = 2012
TRAINED_PERSON = 5.1

# Games won, draws counted half: Campbell et al. 2002; Silver et al. 2016 and 2017; Hsu 2002 for 1996.
MATCHES = (
    ("1996", "Kasparov", 4.0, "Deep Blue", 2.0),
    ("1997", "Kasparov", 2.5, "Deep Blue", 3.5),
    ("2015", "Fan Hui", 0.0, "AlphaGo", 5.0),
    ("2016", "Lee Sedol", 1.0, "AlphaGo", 4.0),
)

# Parameters, in millions, as each paper's authors give them.
PARAMETERS = (
    ("2017", "Transformer (big)", 213, "213 million"),
    ("2018", "BERT-Large", 340, "340 million"),
    ("2019", "GPT-2", 1_500, "1.5 billion"),
    ("2020", "GPT-3", 175_000, "175 billion"),
)

# Parameters, in billions (thousand millions), of the largest model in each paper.
OPEN_WEIGHTS = (
    ("2022", "BLOOM", 176),
    ("2023", "LLaMA", 65),
    ("2023", "Llama 2", 70),
    ("2023", "Mistral 7B", 7),
    ("2024", "Llama 3.1", 405),
    ("2025", "DeepSeek-R1", 671),
)

SPEED_OF_LIGHT = 299_792_458
TIMES = (
    ("a millisecond", 1e-3, "300 kilometres"),
    ("a microsecond", 1e-6, "300 metres"),
    ("a nanosecond", 1e-9, "30 centimetres"),
    ("a picosecond", 1e-12, "0.3 millimetres"),
)


def imagenet_errors() -> Image.Image:
    """Draw the error of each year's best entry, and a trained person's."""
    canvas = Canvas(INK)
    canvas.heading(
        "Five guesses a picture",
        "Pictures whose label is in none of five guesses, per cent, best entry of the year",
        source="Data: Russakovsky et al. 2015; He et al. 2016",
    )
    left, top, floor = MARGIN + 60, 236, 732
    for percent in (0, 10, 20, 30):
        y = floor - (floor - top) * percent / 30
        canvas.line([(left, y), (RIGHT, y)], fill=mixed(INK, PAPER, 0.22), width=2)
        canvas.text((left - 20, y), str(percent), fill=MUTED, anchor="rm", size=36)
    columns = [(str(year), error, _colour_of(year)) for year, error in IMAGENET_ERRORS.items()]
    columns.append(("a person", TRAINED_PERSON, CORAL))
    step = (RIGHT - left) / len(columns)
    for place, (words, error, colour) in enumerate(columns):
        x, y = left + step * (place + 0.5), floor - (floor - top) * error / 30
        canvas.box((x - 62, y, x + 62, floor), fill=colour)
        canvas.text((x, y - 14), f"{error:.1f}", anchor="ms", bold=True)
        canvas.text((x, floor + 16), words, anchor="ma", fill=MUTED)
    canvas.text((left + step * 2.08, top + 30), "deep networks from here on", fill=GOLD, bold=True)
    return canvas.finished()


def _colour_of(year: int) -> str:
    return GOLD if year >= FIRST_DEEP_YEAR else mixed(INK, PAPER, 0.55)


def matches() -> Image.Image:
    """Draw the four matches as bars that grow to both sides."""
    canvas = Canvas(PINE)
    canvas.heading(
        "Four matches",
        "Points won by the player, on the left, and by the machine, on the right",
        source="Data: Hsu 2002; Campbell et al. 2002; Silver et al. 2016 and 2017",
    )
    middle, unit, step = WIDTH / 2 + 30, 86, 136
    for place, (year, player, theirs, machine, its) in enumerate(MATCHES):
        y = 250 + step * place
        canvas.text((MARGIN, y + 40), year, fill=MUTED, anchor="lm", size=44)
        if theirs:
            canvas.box((middle - 3 - unit * theirs, y, middle - 3, y + 80), fill=SKY)
        canvas.box((middle + 3, y, middle + 3 + unit * its, y + 80), fill=GOLD)
        player_at = middle - unit * theirs - 24
        canvas.text((player_at, y + 40), f"{player} {theirs:g}", anchor="rm", bold=theirs > its)
        canvas.text((middle + unit * its + 24, y + 40), f"{its:g} {machine}", anchor="lm", bold=its > theirs)
    canvas.line([(middle, 226), (middle, 780)], fill=PAPER, width=3)
    return canvas.finished()


def parameters() -> Image.Image:
    """Draw four models on an axis whose every mark is ten times the one before."""
    canvas = Canvas(TEAL)
    canvas.heading(
        "Three years, eight hundred times the size",
        "Parameters, each line ten times the one before",
        source="Data: Vaswani et al. 2017; Devlin et al. 2019; Radford et al. 2019; Brown et al. 2020",
    )
    left, right = 600, RIGHT - 270

    def across(millions: float) -> float:
        return left + (right - left) * (log10(millions) - 2) / 3.4

    for millions, words in (
        (100, "100 million"),
        (1_000, "1 billion"),
        (10_000, "10 billion"),
        (100_000, "100 billion"),
    ):
        x = across(millions)
        canvas.line([(x, 226), (x, 740)], fill=mixed(TEAL, PAPER, 0.25), width=2)
        canvas.text((x, 756), words, fill=MUTED, anchor="ma", size=34)
    for place, (year, name, millions, words) in enumerate(PARAMETERS):
        y = 280 + 130 * place
        canvas.text((MARGIN, y), year, fill=MUTED, anchor="lm")
        canvas.text((MARGIN + 116, y), name, anchor="lm")
        canvas.line([(left, y), (across(millions), y)], fill=SKY, width=8)
        canvas.circle((across(millions), y), 19, fill=GOLD)
        canvas.box(
            (across(millions) + 30, y - 26, across(millions) + 42 + canvas.length_of(words), y + 26),
            fill=TEAL,
        )
        canvas.text((across(millions) + 36, y), words, anchor="lm")
    return canvas.finished()


def open_weights() -> Image.Image:
    """Draw the models anybody can download by size."""
    canvas = Canvas(WINE)
    canvas.heading(
        "Models that can be downloaded",
        "Parameters of the largest version, in billions",
        source="Data: the papers cited in the text",
    )
    left, unit = 520, (RIGHT - 520 - 110) / 671
    for place, (year, name, size) in enumerate(OPEN_WEIGHTS):
        y = 226 + 94 * place
        canvas.text((MARGIN, y + 32), year, fill=MUTED, anchor="lm")
        canvas.text((MARGIN + 116, y + 32), name, anchor="lm")
        canvas.box(
            (left, y, left + max(6, unit * size), y + 64),
            fill=CORAL if place < 5 else mixed(WINE, CORAL, 0.5),
        )
        canvas.text((left + unit * size + 22, y + 32), f"{size}", anchor="lm", bold=True)
    y = 226 + 94 * 5
    canvas.box((left, y, left + unit * 37, y + 64), fill=GOLD)
    canvas.text((left + unit * 37 + 20, y + 32), "37 of them at work on each token", anchor="lm", size=36)
    return canvas.finished()


def light_travel() -> Image.Image:
    """Draw how far light gets in ever shorter times."""
    canvas = Canvas(SLATE)
    canvas.heading(
        "How far a signal can get",
        "Distance light travels; each line stands for a thousand times the last",
        source="Calculated from the speed of light: 299,792,458 metres a second",
    )
    left, right = 600, RIGHT - 260

    def across(metres: float) -> float:
        return left + (right - left) * (log10(metres) + 4) / 10

    for metres, words in ((1e-3, "1 mm"), (1, "1 m"), (1e3, "1 km"), (1e6, "1,000 km")):
        x = across(metres)
        canvas.line([(x, 226), (x, 740)], fill=mixed(SLATE, PAPER, 0.25), width=2)
        canvas.text((x, 756), words, fill=MUTED, anchor="ma", size=36)
    for place, (words, seconds, distance) in enumerate(TIMES):
        y = 290 + 124 * place
        x = across(SPEED_OF_LIGHT * seconds)
        is_hers = seconds == 1e-9
        canvas.text((MARGIN, y), words, anchor="lm", bold=is_hers, fill=GOLD if is_hers else PAPER)
        canvas.line([(left, y), (x, y)], fill=GOLD if is_hers else SKY, width=10)
        canvas.circle((x, y), 15, fill=GOLD if is_hers else SKY)
        canvas.text((x + 30, y), distance, anchor="lm", size=38)
    return canvas.finished()


def entropy() -> Image.Image:
    """Draw Shannon's curve: what one of two messages tells, by how likely it is."""
    canvas = Canvas(OLIVE)
    canvas.heading(
        "What a coin can tell",
        "Information in one toss, in bits, by how often heads come up",
        source="Calculated from Shannon's formula of 1948",
    )
    left, right, top, floor = 200, RIGHT - 40, 250, 728

    def place(p: float) -> tuple[float, float]:
        return left + (right - left) * p, floor - (floor - top) * bits(p)

    for value in (0, 0.5, 1):
        y = floor - (floor - top) * value
        canvas.line([(left, y), (right, y)], fill=mixed(OLIVE, PAPER, 0.25), width=2)
        canvas.text((left - 22, y), f"{value:g}", fill=MUTED, anchor="rm")
    for percent in (0, 25, 50, 75, 100):
        canvas.text(
            (left + (right - left) * percent / 100, floor + 18), f"{percent}%", fill=MUTED, anchor="ma"
        )
    canvas.line([place(step / 200) for step in range(201)], fill=GOLD, width=9)
    _marked(canvas, place(0.5), "a fair coin: 1 bit", below=True)
    _marked(canvas, place(0.9), "heads nine times in ten: 0.47 bits", below=False)
    return canvas.finished()


def _marked(canvas: Canvas, at: tuple[float, float], words: str, *, below: bool) -> None:
    canvas.circle(at, 16, fill=PAPER, outline=OLIVE, width=5)
    if below:
        canvas.text((at[0], at[1] + 34), words, anchor="ma")
    else:
        canvas.text((at[0] - 40, at[1] + 6), words, anchor="rm")


def bits(p: float) -> float:
    """Return the entropy of a choice between two, in bits."""
    return -sum(share * log2(share) for share in (p, 1 - p) if share > 0)
