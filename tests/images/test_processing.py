"""What goes into the library is pixels and nothing else; what cannot is refused with a sentence."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from images import processing
from images.processing import ImageProblem, Ingested, ingest
from tests.images.samples import (
    BLUE,
    RED,
    encoded,
    png_claiming,
    png_of_16_bits,
    segment,
    two_halves,
    with_segments,
)
from tests.soaking import how_many

# Pillow remarks on every broken block; here they are broken on purpose.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

PAYLOAD = b"<script>alert('polyglot')</script><?php system('id'); ?>"
GPS_IFD, GPS_LATITUDE = 0x8825, 2


def taken_in(data: bytes) -> Ingested:
    return ingest(BytesIO(data))


def pixels(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def close(colour: tuple[int, ...], expected: tuple[int, ...], by: int = 6) -> bool:
    return all(abs(one - other) <= by for one, other in zip(colour, expected, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_format_size_and_colours(kind: str) -> None:
    result = taken_in(encoded(two_halves(), kind))
    assert (result.format, result.width, result.height) == (kind, 80, 40)
    stored = pixels(result.data)
    assert stored.format == kind
    assert close(stored.convert("RGB").getpixel((5, 20)), RED)
    assert close(stored.convert("RGB").getpixel((75, 20)), BLUE)


def test_the_same_upload_always_gives_the_same_hash() -> None:
    data = encoded(two_halves())
    assert taken_in(data).sha256 == taken_in(data).sha256
    assert taken_in(data).sha256 != taken_in(encoded(two_halves((82, 40)))).sha256


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM", "ICO", "AVIF"])
def test_other_formats_are_refused(kind: str) -> None:
    with pytest.raises(ImageProblem, match="JPEG, PNG or WebP"):
        taken_in(encoded(two_halves(), kind))


@pytest.mark.parametrize(
    "data",
    [
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"%!PS-Adobe",
        b"\xff\xd8\xff",
        b"\0" * 99,
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ImageProblem, match="JPEG, PNG or WebP"):
        taken_in(data)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(ImageProblem, match="empty"):
        taken_in(b"")


def test_a_file_over_the_limit_is_refused_without_reading_on() -> None:
    file = BytesIO(b"\xff" * (processing.MAX_BYTES + 5000))
    with pytest.raises(ImageProblem, match="larger than 20 MB"):
        ingest(file)
    assert file.tell() == processing.MAX_BYTES + 1


@pytest.mark.parametrize("size", [(20_000, 20_000), (8_000, 5_001), (12_000, 8_000), (2**31 - 1, 2**31 - 1)])
def test_bombs_are_refused_by_their_header(size: tuple[int, int]) -> None:
    with pytest.raises(ImageProblem, match="40 million pixels"):
        taken_in(png_claiming(*size))


def test_a_very_long_strip_is_refused() -> None:
    with pytest.raises(ImageProblem, match="16001 × 10 pixels"):
        taken_in(png_claiming(16_001, 10))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_truncated_files_are_refused(kind: str, share: float) -> None:
    data = encoded(Image.effect_noise((200, 200), 90).convert("RGB"), kind)
    with pytest.raises(ImageProblem):
        taken_in(data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_animations_are_refused(kind: str) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, BLUE)]
    data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(ImageProblem, match="Animated"):
        taken_in(data)


def test_a_phone_photo_with_a_second_view_is_its_first_view() -> None:
    data = encoded(two_halves(), "MPO", save_all=True, append_images=[Image.new("RGB", (80, 40))])
    assert pixels(data).format == "MPO"
    result = taken_in(data)
    assert result.format == "JPEG"
    assert close(pixels(result.data).getpixel((5, 20)), RED)


def test_a_jpeg_that_costs_hours_to_decode_is_refused() -> None:
    data = encoded(two_halves(), progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    with pytest.raises(ImageProblem, match="standard JPEG"):
        taken_in(data[:-2] + scan * 300 + data[-2:])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(with_segments(encoded(two_halves()), segment(0xFE, PAYLOAD)), id="JPEG comment"),
        pytest.param(
            with_segments(encoded(two_halves()), segment(0xEF, PAYLOAD)), id="JPEG application segment"
        ),
        pytest.param(encoded(two_halves()) + PAYLOAD, id="behind the JPEG"),
        pytest.param(encoded(two_halves(), "PNG") + PAYLOAD, id="behind the PNG"),
        pytest.param(encoded(two_halves(), "WEBP") + PAYLOAD, id="behind the WebP"),
        pytest.param(encoded(two_halves(), "WEBP", xmp=PAYLOAD), id="WebP XMP"),
        pytest.param(encoded(two_halves(), exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0" + PAYLOAD), id="JPEG EXIF"),
    ],
)
def test_nothing_but_pixels_survives(data: bytes) -> None:
    assert PAYLOAD in data
    result = taken_in(data)
    assert b"script" not in result.data
    assert b"php" not in result.data
    assert close(pixels(result.data).convert("RGB").getpixel((5, 20)), RED)


def test_png_texts_do_not_survive() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", PAYLOAD.decode())
    texts.add_itxt("XML:com.adobe.xmp", PAYLOAD.decode())
    data = encoded(two_halves(), "PNG", pnginfo=texts)
    assert PAYLOAD in data
    assert b"script" not in taken_in(data).data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_a_photo_was_taken_does_not_survive(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(GPS_IFD)[GPS_LATITUDE] = (52.0, 31.0, 12.0)
    data = encoded(two_halves(), kind, exif=exif)
    assert pixels(data).getexif().get_ifd(GPS_IFD)
    stored = taken_in(data).data
    assert not pixels(stored).getexif()
    assert b"SecretCamera" not in stored


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_are_stored_upright(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera turned: red, on the left, belongs on top
    result = taken_in(encoded(two_halves(), kind, exif=exif))
    assert (result.width, result.height) == (40, 80)
    assert close(pixels(result.data).convert("RGB").getpixel((20, 5)), RED)


def test_16_bit_grey_keeps_its_tones() -> None:
    stored = pixels(taken_in(png_of_16_bits([0, 16_384, 32_768, 65_535])).data)
    assert [stored.convert("L").getpixel((x, 0)) for x in range(4)] == [0, 64, 128, 255]


def test_cmyk_becomes_rgb() -> None:
    result = taken_in(encoded(two_halves().convert("CMYK")))
    stored = pixels(result.data)
    assert stored.mode == "RGB"
    assert close(stored.getpixel((5, 20)), RED, by=12)


def test_a_palette_with_transparency_stays_transparent() -> None:
    image = two_halves().quantize(4)
    data = encoded(image, "PNG", transparency=image.getpixel((5, 20)))
    stored = pixels(taken_in(data).data)
    assert stored.mode == "RGBA"
    assert stored.getpixel((5, 20))[3] == 0
    assert stored.getpixel((75, 20))[3] == 255


def test_an_alpha_channel_that_hides_nothing_is_dropped() -> None:
    assert pixels(taken_in(encoded(two_halves().convert("RGBA"), "PNG")).data).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_kind_of_png_is_taken(mode: str) -> None:
    assert taken_in(encoded(two_halves().convert(mode), "PNG")).width == 80


def test_colours_are_converted_by_the_profile_and_the_profile_is_gone() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = lab.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    assert swapped != lab
    result = taken_in(encoded(two_halves(), "PNG", icc_profile=swapped))
    stored = pixels(result.data)
    assert "icc_profile" not in stored.info
    red, _, blue = stored.getpixel((5, 20))
    assert blue > red  # the profile says that what is written first is blue


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 5000])
def test_a_broken_profile_is_ignored(profile: bytes) -> None:
    stored = pixels(taken_in(encoded(two_halves(), "PNG", icc_profile=profile)).data)
    assert close(stored.getpixel((5, 20)), RED)


@settings(max_examples=how_many(25, soak=2000), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), kind=st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_damaged_files_are_taken_or_refused_but_never_crash(data: st.DataObject, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "caption"
    exif.get_ifd(GPS_IFD)[GPS_LATITUDE] = (52.0, 31.0, 12.0)
    file = bytearray(encoded(two_halves(), kind, exif=exif, icc_profile=b"\0" * 200))
    for position in data.draw(st.lists(st.integers(0, len(file) - 1), min_size=1, max_size=8)):
        file[position] = data.draw(st.integers(0, 255))
    try:
        result = taken_in(bytes(file))
    except ImageProblem as problem:
        assert str(problem).endswith(".")
    else:
        assert not pixels(result.data).getexif()


PROBE = """
from io import BytesIO
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from images.processing import ImageProblem, ingest
from tests.images.samples import encoded, png_claiming
from PIL import Image

def peak():
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    return int(line.split()[1]) // 1024

upload = BytesIO({upload})
Path("/proc/self/clear_refs").write_text("5")  # forget the peak of making the upload
start = peak()
try:
    ingest(upload)
except ImageProblem:
    print("refused", end=" ")
print(peak() - start)
"""
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")


def probe(upload: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROBE.format(upload=upload)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return run.stdout.split()


@LINUX
@pytest.mark.processes
def test_a_bomb_costs_no_memory() -> None:
    verdict, megabytes = probe("png_claiming(20_000, 20_000)")
    assert verdict == "refused"
    assert int(megabytes) < 50


@LINUX
@pytest.mark.processes
def test_the_largest_picture_taken_costs_bounded_memory() -> None:
    upload = "encoded(Image.new('RGB', (6500, 6000)), 'JPEG', progressive=True)"
    (megabytes,) = probe(upload)
    assert int(megabytes) < 450
