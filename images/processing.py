"""From an uploaded file to a picture that is nothing but pixels."""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from images.photo_metadata import PhotoMetadata, read_metadata, read_orientation
from images.surplus import MAX_PROFILE, is_picture_begun, without_surplus

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 20_000_000
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000  # WebP ends at 16,383
# Every scan of a progressive JPEG goes over all pixels; cameras and programs write about ten.
MAX_SCANS = 200

_SAVE_OPTIONS = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "PNG": {"compress_level": 4},
    "WEBP": {"quality": 95, "method": 3},
}
_PNG_DEPTH = 24  # where a PNG says how many bits its samples have
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
# What Pillow's decoders raise for damaged and hostile files.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


class ImageProblem(Exception):
    """Why a file cannot be taken as a picture, in a sentence for the person who uploaded it."""


class ReadableFile(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True)
class Ingested:
    """A picture ready to be stored: re-encoded, upright, in sRGB, with nothing beside its pixels."""

    data: bytes
    format: str
    width: int
    height: int
    sha256: str  # of `data`; the same upload always gives the same
    metadata: PhotoMetadata


def ingest(file: ReadableFile) -> Ingested:
    """Take in an upload, or raise ImageProblem with a sentence that says why not."""
    pixels, name, metadata = _decode(_read(file))
    buffer = BytesIO()
    pixels.save(buffer, name, **_SAVE_OPTIONS[name])
    data = buffer.getvalue()
    return Ingested(
        data=data,
        format=name,
        width=pixels.width,
        height=pixels.height,
        sha256=hashlib.sha256(data).hexdigest(),
        metadata=metadata,
    )


def _decode(data: bytes) -> tuple[Image.Image, str, PhotoMetadata]:
    """Return bare pixels, the format and the metadata; the decoder's memory is free afterwards."""
    try:
        picture = Image.open(BytesIO(data), formats=FORMATS)
    except _BOMBS as bomb:
        raise _too_many_pixels() from bomb
    except _BROKEN as broken:
        if is_picture_begun(data):
            raise _damaged() from broken
        raise ImageProblem(
            _("This is not a picture we can read. Upload a JPEG, PNG or WebP file.")
        ) from broken
    with picture:
        # Phones append a second view to a JPEG and call it MPO; its first picture is the photo.
        name = "JPEG" if picture.format == "MPO" else str(picture.format)
        _check(picture, name=name, data=data)
        try:
            picture.load()
            if name == "PNG":
                _even_out_hidden(picture, depth=data[_PNG_DEPTH])
            metadata, orientation = read_metadata(picture), read_orientation(picture)
            return _rebuild(picture, orientation=orientation), name, metadata
        except _BROKEN as broken:
            raise _damaged() from broken


def _read(file: ReadableFile) -> bytes:
    """Return the picture in a file; what stands behind it does not count, nor is more read than may be."""
    read = file.read(MAX_BYTES + 1)
    data, is_whole = without_surplus(read)
    if len(read) > MAX_BYTES and not is_whole:
        data = read
    if not data:
        raise ImageProblem(_("This file is empty. Choose the picture again."))
    if len(data) > MAX_BYTES:
        raise ImageProblem(
            _("This file is larger than %(limit)d MB. Save the picture smaller and upload it again.")
            % {"limit": MAX_BYTES // 1_000_000}
        )
    return data


def _check(picture: Image.Image, *, name: str, data: bytes) -> None:
    """Refuse by what the file says of itself, before a pixel is decoded."""
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()
    if max(width, height) > MAX_SIDE:
        raise ImageProblem(
            _("This picture is %(width)d × %(height)d pixels; no side can be longer than %(limit)d. Crop it.")
            % {"width": width, "height": height, "limit": MAX_SIDE}
        )
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise ImageProblem(_("Animated pictures cannot be used. Save one frame of it and upload that."))
    if name == "JPEG" and data.count(b"\xff\xda") > MAX_SCANS:
        raise ImageProblem(
            _("This JPEG is stored in an unusual way. Save it as a standard JPEG and upload that.")
        )


def _damaged() -> ImageProblem:
    return ImageProblem(_("This picture is damaged or incomplete. Export it again and upload the new file."))


def _too_many_pixels() -> ImageProblem:
    return ImageProblem(
        _("This picture has more than %(limit)d million pixels. Save it smaller and upload it again.")
        % {"limit": MAX_PIXELS // 1_000_000}
    )


def _rebuild(picture: Image.Image, *, orientation: int) -> Image.Image:
    """Return the bare pixels, upright, as grey, RGB or RGBA in sRGB."""
    pixels = _in_srgb(_in_eight_bits(picture), profile=picture.info.get("icc_profile"))
    if pixels.mode == "RGBA" and pixels.getchannel("A").getextrema() == (255, 255):
        pixels = pixels.convert("RGB")
    turn = _UPRIGHT.get(orientation)
    if turn is not None:
        pixels = pixels.transpose(turn)
    elif pixels is picture:
        pixels = picture.copy()
    pixels.info = {}  # where Pillow keeps comments and profiles, and takes them from when it saves
    return pixels


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Return the picture as L, RGB, RGBA or CMYK; depth and palette are gone, transparency is kept."""
    if picture.mode.startswith("I"):
        hidden = picture.info.pop("transparency", None)
        grey = picture.point(lambda value: value * (1 / 256)).convert("L")
        return grey if hidden is None else _with_hidden(grey, picture, hidden)
    if picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    if picture.mode in {"L", "RGB", "CMYK"}:
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _even_out_hidden(picture: Image.Image, *, depth: int) -> None:
    """Give the transparent tone of a PNG in eight bits, as its pixels are; Pillow leaves it as written."""
    match picture.mode, picture.info.get("transparency"):
        case "L", int(tone) if depth < 8:
            picture.info["transparency"] = tone * 255 // (2**depth - 1)
        case "RGB", (red, green, blue) if depth == 16:
            picture.info["transparency"] = (red >> 8, green >> 8, blue >> 8)


def _with_hidden(grey: Image.Image, picture: Image.Image, hidden: int) -> Image.Image:
    """Return the grey pixels with one of the 65,536 tones of the picture transparent."""
    opaque = [255] * 65_536
    opaque[hidden] = 0
    alpha = picture.convert("I").point(opaque, "L")
    return Image.merge("LA", (grey, alpha)).convert("RGBA")


def _in_srgb(pixels: Image.Image, *, profile: bytes | None) -> Image.Image:
    """Convert colours by the embedded profile; a profile that does not fit is ignored."""
    mode = "RGBA" if pixels.mode == "RGBA" else "RGB"
    if profile and len(profile) <= MAX_PROFILE:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                pixels, source, ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
        if converted is not None:
            return converted
    return pixels if pixels.mode in {"L", mode} else pixels.convert(mode)
