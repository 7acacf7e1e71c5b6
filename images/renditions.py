"""The sizes and formats readers get, made from the stored original when first needed."""

import logging
import threading
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

from PIL import Image, ImageOps

from images.processing import FORMATS
from images.storages import Place, StorageAway, place

logger = logging.getLogger(__name__)

WIDTHS = (320, 640, 960, 1280, 1920)
# For previews on other sites and for schema.org; smaller pictures give smaller crops.
CROPS = {"og": (1200, 630), "square": (1200, 1200), "4x3": (1200, 900), "16x9": (1200, 675)}
# Where lists show every picture in one shape: the proportions, and the widths offered.
LISTED = {"3x2": ((3, 2), (320, 640, 1280)), "1x1": ((1, 1), (160, 320))}
CENTRE = (50, 50)
FOCUS_MARK = "_"
# Squares with the whole picture in them, for a browser's tab, a phone's first screen and a start page.
ICONS = {"icon-32.png": 32, "icon-180.png": 180, "icon-512.png": 512}
TAB_ICON = "icon-32.png"
TOUCH_ICON = "icon-180.png"
CONTENT_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
OFFERED = ("avif", "webp", "jpg")
# Part of every stored file's folder: raise it when the settings below change.
VERSION = 1

_SAVE_OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 60, "speed": 8},
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "jpg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "optimize": True},
}
# One original in memory at a time, and no rendition made twice by requests that arrive together.
_making = threading.Lock()
LONGEST_WAIT = 30.0
"""Seconds to wait for those before; they may be waiting for what keeps the originals."""


class OriginalFile(Protocol):
    def open(self, mode: str = "rb") -> Any: ...


class ImageLike(Protocol):
    """What is read of a picture in the library."""

    @property
    def key(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def focus(self) -> tuple[int, int]: ...
    @property
    def original(self) -> OriginalFile: ...


class UnknownRendition(ValueError):
    """Raised for a name this picture has no rendition of."""


@dataclass(frozen=True)
class Rendition:
    """One file readers can get of a picture."""

    name: str
    width: int
    height: int

    @property
    def stem(self) -> str:
        return self.name.partition(".")[0]

    @property
    def suffix(self) -> str:
        return self.name.partition(".")[2]

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.suffix]


def widths_for(width: int) -> tuple[int, ...]:
    """Return the widths offered of a picture, never wider than it is."""
    widest = min(width, WIDTHS[-1])
    return (*(offered for offered in WIDTHS if offered < widest), widest)


def renditions_for(width: int, height: int) -> dict[str, Rendition]:
    """Return all renditions of a picture of this size, by name."""
    found = [
        Rendition(name=f"{offered}.{suffix}", width=offered, height=max(1, round(height * offered / width)))
        for offered in widths_for(width)
        for suffix in OFFERED
    ]
    found += [
        Rendition(f"{name}.jpg", *_crop_size(width, height, target=size)) for name, size in CROPS.items()
    ]
    found += [
        Rendition(f"{shape}-{offered}.{suffix}", offered, max(1, round(offered * high / wide)))
        for shape, ((wide, high), _widths) in LISTED.items()
        for offered in listed_widths(shape, width, height)
        for suffix in OFFERED
    ]
    found += [Rendition(name, *(icon_size(name, width, height),) * 2) for name in ICONS]
    return {rendition.name: rendition for rendition in found}


def listed_widths(shape: str, width: int, height: int) -> tuple[int, ...]:
    """Return the widths offered of a picture in the shape that lists show, without enlarging it."""
    proportions, offered = LISTED[shape]
    widest = min(offered[-1], width, max(1, round(height * proportions[0] / proportions[1])))
    return (*(narrower for narrower in offered if narrower < widest), widest)


def parted(name: str) -> tuple[str, tuple[int, int]]:
    """Return a rendition's plain name, and the point it says to crop around: without one, the centre."""
    stem, dot, suffix = name.partition(".")
    plain, *focus = stem.split(FOCUS_MARK)
    if len(focus) != 2 or not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in focus):
        return name, CENTRE
    return f"{plain}{dot}{suffix}", (int(focus[0]), int(focus[1]))


def focused_name(name: str, focus: tuple[int, int]) -> str:
    """Return the name under which pages ask for a rendition: another one whenever a crop changes."""
    stem, dot, suffix = name.partition(".")
    if focus == CENTRE or not is_crop(stem):
        return name
    return f"{FOCUS_MARK.join([stem, *map(str, focus)])}{dot}{suffix}"


def is_crop(stem: str) -> bool:
    """Tell whether a rendition leaves out what does not fit its proportions."""
    return stem in CROPS or stem.partition("-")[0] in LISTED


def icon_size(name: str, width: int, height: int) -> int:
    """Return how many pixels an icon has on each side; a small picture is not enlarged."""
    return min(ICONS[name], max(width, height))


def make_rendition(data: bytes, name: str) -> bytes:
    """Make one rendition from an original's bytes; a crop keeps what is around the point its name says."""
    plain, focus = parted(name)
    with Image.open(BytesIO(data), formats=FORMATS) as original:
        rendition = _rendition(plain, original.width, original.height)
        # A JPEG decodes straight to about twice the size wanted, in a fraction of time and memory.
        scale = 2 * max(rendition.width / original.width, rendition.height / original.height)
        original.draft(None, (round(original.width * scale), round(original.height * scale)))
        return _encode(_shrink(_loaded(original), rendition, focus), rendition.suffix)


def name_of(image: ImageLike, name: str) -> str:
    """Return what a rendition is kept as: another name for another original, other settings, another crop."""
    return f"{image.key}/{VERSION}-{image.sha256[:16]}/{focused_name(name, image.focus)}"


def kept() -> Place:
    """Return where all renditions are kept; everything there can be deleted at any time."""
    return place("renditions")


def produce(image: ImageLike, name: str) -> bytes:
    """Return a rendition's bytes, made and kept if it is not there yet."""
    _rendition(name, image.width, image.height)
    if not _making.acquire(timeout=LONGEST_WAIT):
        raise StorageAway
    try:
        return _kept(image, name) or _made(image, name)
    finally:
        _making.release()


def _kept(image: ImageLike, name: str) -> bytes | None:
    try:
        with kept().open(name_of(image, name)) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def _made(image: ImageLike, name: str) -> bytes:
    with image.original.open("rb") as file:
        data = make_rendition(file.read(), focused_name(name, image.focus))
    try:
        kept().keep(name_of(image, name), data)
    except (OSError, StorageAway):
        # That costs time on the next request, never a picture.
        logger.exception("Could not keep the rendition %s of picture %s", name, image.key)
    return data


def _rendition(name: str, width: int, height: int) -> Rendition:
    try:
        return renditions_for(width, height)[name]
    except KeyError:
        raise UnknownRendition(name) from None


def crop_box(
    full: tuple[int, int], wanted: tuple[int, int], *, focus: tuple[int, int]
) -> tuple[float, float, float, float]:
    """Return the largest part of the wanted proportions, with the focus as near its middle as can be."""
    scale = min(full[0] / wanted[0], full[1] / wanted[1])
    # Multiplied, a side may be longer than the picture by the last of its digits.
    width, height = min(wanted[0] * scale, full[0]), min(wanted[1] * scale, full[1])
    left = min(max(full[0] * focus[0] / 100 - width / 2, 0), full[0] - width)
    top = min(max(full[1] * focus[1] / 100 - height / 2, 0), full[1] - height)
    return left, top, min(left + width, full[0]), min(top + height, full[1])


def _crop_size(width: int, height: int, *, target: tuple[int, int]) -> tuple[int, int]:
    """Return the largest size of the target's proportions that needs no enlarging."""
    scale = min(1.0, width / target[0], height / target[1])
    return max(1, round(target[0] * scale)), max(1, round(target[1] * scale))


def _shrink(pixels: Image.Image, rendition: Rendition, focus: tuple[int, int]) -> Image.Image:
    size = (rendition.width, rendition.height)
    if is_crop(rendition.stem):
        box = crop_box(pixels.size, size, focus=focus)
        return pixels.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    if rendition.name in ICONS:
        icon = ImageOps.pad(pixels.convert("RGBA"), size, Image.Resampling.LANCZOS, color=(0, 0, 0, 0))
        # Where it is transparent, a phone would make it black.
        return _on_white(icon) if rendition.name == TOUCH_ICON else icon
    return pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _loaded(original: Image.Image) -> Image.Image:
    """Return the pixels in a mode every format can resize and save."""
    return original.convert("RGBA" if original.has_transparency_data else "RGB")


def _on_white(pixels: Image.Image) -> Image.Image:
    white = Image.new("RGB", pixels.size, "white")
    white.paste(pixels, mask=pixels.getchannel("A"))
    return white


def _encode(pixels: Image.Image, suffix: str) -> bytes:
    if suffix == "jpg" and pixels.mode == "RGBA":
        pixels = _on_white(pixels)
    buffer = BytesIO()
    pixels.save(buffer, **_SAVE_OPTIONS[suffix])
    return buffer.getvalue()
