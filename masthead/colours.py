"""The newsroom's own colour: legible on light and on dark pages, and served as a stylesheet."""

import colorsys
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ACCENT, ACCENT_ON_DARK = "#a3142b", "#ff9d93"
"""The colour of a newsroom that has chosen none, as static/newsroom/tokens.css says."""
GROUNDS = {"light": ("#fefefc", "#f3f3ef"), "dark": ("#15171a", "#1f2226")}
"""What words of this colour stand on, as tokens.css says: the page, and boxes on it."""
ENOUGH = 4.5
"""The contrast WCAG asks for at level AA."""
AT_EASE = 6.0
"""The contrast of the shade for dark pages: nobody chooses it, so it can be better than just enough."""
STEPS = 255
NO_COLOUR = gettext_lazy("A colour is written as # and six digits or letters, such as #a3142b.")


@dataclass(frozen=True)
class Stylesheet:
    """A stylesheet and the digest that its address carries, so that it can be kept for good."""

    text: str

    @property
    def digest(self) -> str:
        return blake2b(self.text.encode(), digest_size=8).hexdigest()


def stylesheet(accent: str) -> Stylesheet:
    """Return the rules that give every page this colour, and on dark pages the shade nearest to it."""
    shade = on_dark(accent)
    return Stylesheet(f":root {{\n  --accent: light-dark({accent}, {shade});\n}}\n")


def widened(text: str) -> str:
    """Return a colour of three digits, as stylesheets may have it, with all six."""
    return re.sub(r"^#([0-9a-f])([0-9a-f])([0-9a-f])$", r"#\1\1\2\2\3\3", text)


def is_colour(text: str) -> bool:
    """Tell whether this is a colour as we write them."""
    return re.fullmatch(r"#[0-9a-f]{6}", text) is not None


def check_accent(accent: str) -> None:
    """Refuse what is no colour, and one whose words would be hard to read on a light page."""
    if not is_colour(accent):
        raise ValidationError(NO_COLOUR)
    ratio = contrast(accent, "light")
    if ratio < ENOUGH:
        raise ValidationError(
            _(
                "Words in this colour would be hard to read: its contrast to the page is %(ratio)s to 1, "
                "and %(enough)s to 1 is needed. The nearest colour that can be read is %(nearest)s."
            )
            # Cut off, not rounded: 4.46 must not be shown as the 4.5 it fails.
            % {"ratio": int(ratio * 10) / 10, "enough": ENOUGH, "nearest": nearest(accent, "light")}
        )


def contrast(colour: str, scheme: str) -> float:
    """Return the contrast of a colour to the ground of light or dark pages on which it is lowest."""
    own = _luminance(colour)
    return min(_ratio(own, _luminance(ground)) for ground in GROUNDS[scheme])


def on_dark(accent: str) -> str:
    """Return the shade of a colour for dark pages."""
    return ACCENT_ON_DARK if accent == ACCENT else nearest(accent, "dark", AT_EASE)


@lru_cache(maxsize=64)
def nearest(colour: str, scheme: str, enough: float = ENOUGH) -> str:
    """Return the colour of the same hue and strength that can be read, lighter or darker as needed."""
    hue, lightness, strength = colorsys.rgb_to_hls(*_channels(colour))
    away = -1 if scheme == "light" else 1
    for step in range(STEPS + 1):
        moved = min(1.0, max(0.0, lightness + away * step / STEPS))
        found = _hex(colorsys.hls_to_rgb(hue, moved, strength)) if step else colour
        if contrast(found, scheme) >= enough:
            return found
    return "#000000" if scheme == "light" else "#ffffff"


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _luminance(colour: str) -> float:
    """Return how bright a colour is, as WCAG defines it."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
