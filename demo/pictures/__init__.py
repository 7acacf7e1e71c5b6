"""Pictures made by code: every chart from the numbers it shows, every portrait from initials."""

from collections.abc import Callable
from functools import partial

from PIL import Image

from demo.pictures import bars, diagrams
from demo.pictures.monograms import MONOGRAMS, monogram

PICTURES: dict[str, Callable[[], Image.Image]] = {
    "note-g": diagrams.note_g,
    "busy-beaver": diagrams.busy_beaver,
    "entropy": bars.entropy,
    "light-travel": bars.light_travel,
    "winters": diagrams.winters,
    "exclusive-or": diagrams.exclusive_or,
    "matches": bars.matches,
    "game-sizes": diagrams.game_sizes,
    "imagenet-errors": bars.imagenet_errors,
    "attention": diagrams.attention,
    "parameters": bars.parameters,
    "open-weights": bars.open_weights,
    **{name: partial(monogram, *parts) for name, parts in MONOGRAMS.items()},
}
