"""What stands behind a picture or is too long inside it is cut off; one that was cut itself is refused."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from images import processing
from images.processing import ImageProblem, ingest
from images.surplus import MAX_PROFILE, MAX_TEXT, without_surplus
from tests.images.samples import RED, encoded, png_of_16_bits, two_halves, xmp

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

KINDS = ["JPEG", "PNG", "WEBP"]
FILM = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 40 + b"\xff\xda\xff\xd9\xff\xd8" * 500


def red(data: bytes) -> bool:
    stored = Image.open(BytesIO(ingest(BytesIO(data)).data)).convert("RGB")
    return all(abs(one - other) <= 6 for one, other in zip(stored.getpixel((5, 20)), RED, strict=True))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with(*chunks: bytes) -> bytes:
    """Return a PNG with chunks put behind its header."""
    data = encoded(two_halves(), "PNG")
    return data[:33] + b"".join(chunks) + data[33:]


@pytest.mark.parametrize("kind", KINDS)
def test_a_film_behind_a_picture_is_cut_off(kind: str) -> None:
    data = encoded(two_halves(), kind)
    assert without_surplus(data + FILM) == without_surplus(data) == (without_surplus(data)[0], True)
    assert red(data + FILM)


@pytest.mark.parametrize("kind", KINDS)
def test_a_film_makes_no_picture_too_large(kind: str) -> None:
    file = BytesIO(encoded(two_halves(), kind) + b"\0" * processing.MAX_BYTES * 2)
    assert ingest(file).width == 80
    assert file.tell() == processing.MAX_BYTES + 1, "no more is read than may be"


def test_a_picture_that_is_too_large_itself_is_refused_as_that() -> None:
    data = encoded(two_halves())
    with pytest.raises(ImageProblem, match="larger than 20 MB"):
        ingest(BytesIO(data[:-2] + b"\0" * processing.MAX_BYTES + data[-2:]))


def test_a_preview_inside_a_jpeg_is_not_its_end() -> None:
    preview = encoded(Image.new("RGB", (16, 16)))
    segment = b"\xff\xe5" + struct.pack(">H", len(preview) + 2) + preview
    data = encoded(two_halves(), progressive=True)
    assert red(data[:2] + segment + data[2:] + FILM)


def test_the_other_views_of_a_phone_are_cut_off() -> None:
    data = encoded(two_halves(), "MPO", save_all=True, append_images=[Image.new("RGB", (80, 40))])
    alone, is_whole = without_surplus(data)
    assert is_whole and b"MPF\0" not in alone and len(alone) < len(data)
    assert Image.open(BytesIO(alone)).format == "JPEG"
    assert red(data)


@pytest.mark.parametrize("kind", [b"zTXt", b"tEXt", b"iTXt"])
def test_long_texts_in_a_png_are_left_out(kind: bytes) -> None:
    words = b"x" * (MAX_TEXT * 3)
    body = {
        b"zTXt": b"Comment\0\0" + zlib.compress(words),
        b"tEXt": b"Comment\0" + words,
        b"iTXt": b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(words),
    }[kind]
    assert red(png_with(chunk(kind, body)))


def test_a_description_of_common_length_is_read_packed_or_not() -> None:
    packet = xmp("<dc:title>Launch</dc:title>")
    for said in (b"\0\0\0\0" + packet, b"\1\0\0\0" + zlib.compress(packet)):
        data = png_with(chunk(b"iTXt", b"XML:com.adobe.xmp\0" + said))
        assert ingest(BytesIO(data)).metadata.title == "Launch"


@pytest.mark.parametrize(
    "packed", [zlib.compress(b"\0" * (MAX_PROFILE * 20)), b"nonsense", zlib.compress(b"\0" * 5000)[:-9]]
)
def test_a_profile_that_is_too_long_or_damaged_is_left_out(packed: bytes) -> None:
    assert red(png_with(chunk(b"iCCP", b"wide\0\0" + packed)))


def test_a_profile_of_common_length_is_kept() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    alone, _ = without_surplus(encoded(two_halves(), "PNG", icc_profile=profile))
    assert Image.open(BytesIO(alone)).info["icc_profile"] == profile


def test_texts_that_unpack_to_very_much_are_never_unpacked() -> None:
    texts = PngImagePlugin.PngInfo()
    for number in range(70):
        texts.add_text(f"Comment {number}", "x" * 1_000_000, zip=True)
    assert red(encoded(two_halves(), "PNG", pnginfo=texts))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.97])
def test_a_picture_that_was_cut_is_said_to_be_damaged(kind: str, share: float) -> None:
    data = encoded(Image.effect_noise((200, 200), 90).convert("RGB"), kind)
    with pytest.raises(ImageProblem, match="damaged or incomplete"):
        ingest(BytesIO(data[: max(12, int(len(data) * share))]))


def test_16_bit_grey_keeps_the_tone_that_is_transparent() -> None:
    data = png_of_16_bits([0, 16_384, 16_385, 65_535])
    stored = ingest(BytesIO(data[:33] + chunk(b"tRNS", struct.pack(">H", 16_384)) + data[33:]))
    pixels = Image.open(BytesIO(stored.data))
    assert [pixels.getpixel((x, 0))[3] for x in range(4)] == [255, 0, 255, 255]
    assert [pixels.getpixel((x, 0))[0] for x in (0, 2, 3)] == [0, 64, 255]


@pytest.mark.parametrize(
    ("depth", "kind", "samples", "hidden"),
    [
        (1, 0, b"\x40", b"\0\0"),
        (2, 0, b"\x70", b"\0\1"),
        (4, 0, b"\x3a", b"\0\3"),
        (8, 0, b"\x03\x0a", b"\0\3"),
        (8, 2, bytes([1, 2, 3, 9, 9, 9]), struct.pack(">3H", 1, 2, 3)),
        (16, 2, struct.pack(">6H", 65_535, 0, 0, 0, 0, 65_535), struct.pack(">3H", 65_535, 0, 0)),
        (16, 2, struct.pack(">6H", 1000, 2000, 3000, 9, 9, 9), struct.pack(">3H", 1000, 2000, 3000)),
    ],
)
def test_the_tone_that_is_transparent_is_kept(depth: int, kind: int, samples: bytes, hidden: bytes) -> None:
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(name, body)
        for name, body in [
            (b"IHDR", struct.pack(">IIBBBBB", 2, 1, depth, kind, 0, 0, 0)),
            (b"tRNS", hidden),
            (b"IDAT", zlib.compress(b"\0" + samples)),
            (b"IEND", b""),
        ]
    )
    pixels = Image.open(BytesIO(ingest(BytesIO(data)).data))
    assert [pixels.convert("RGBA").getpixel((x, 0))[3] for x in range(2)] == [0, 255]


def test_a_broken_remark_on_colours_does_not_spoil_a_picture() -> None:
    assert red(png_with(chunk(b"gAMA", b"\0\0\xb1\x8f")[:-1] + b"!", chunk(b"sRGB", b"")))
