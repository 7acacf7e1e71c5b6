"""The files readers get: no larger than the original, whole or not there, made once."""

import errno
import threading
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from images import renditions
from images.renditions import (
    CROPS,
    UnknownRendition,
    crop_box,
    focused_name,
    make_rendition,
    name_of,
    parted,
    produce,
    renditions_for,
    widths_for,
)
from tests.images.samples import BLUE, RED, encoded, two_halves


class Original:
    """A stored file that counts how often it is read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.opened = 0

    def open(self, mode: str = "rb") -> BytesIO:
        self.opened += 1
        return BytesIO(self.data)


@dataclass
class LibraryImage:
    original: Original
    width: int = 700
    height: int = 350
    key: str = "abc123def456"
    sha256: str = field(default="0" * 64)
    focus: tuple[int, int] = (50, 50)


@pytest.fixture
def library_image(settings, tmp_path: Path) -> LibraryImage:
    settings.DATA_DIR = tmp_path
    return LibraryImage(original=Original(encoded(two_halves((700, 350)))))


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(
    ("width", "offered"),
    [
        (5000, (320, 640, 960, 1280, 1920)),
        (1920, (320, 640, 960, 1280, 1920)),
        (1000, (320, 640, 960, 1000)),
        (960, (320, 640, 960)),
        (320, (320,)),
        (1, (1,)),
    ],
)
def test_no_width_is_wider_than_the_original(width: int, offered: tuple[int, ...]) -> None:
    assert widths_for(width) == offered


def test_the_names_of_all_renditions() -> None:
    assert tuple(renditions_for(400, 300)) == (
        "320.avif", "320.webp", "320.jpg", "400.avif", "400.webp", "400.jpg",
        "og.jpg", "square.jpg", "4x3.jpg", "16x9.jpg",
        "3x2-320.avif", "3x2-320.webp", "3x2-320.jpg", "3x2-400.avif", "3x2-400.webp", "3x2-400.jpg",
        "1x1-160.avif", "1x1-160.webp", "1x1-160.jpg", "1x1-300.avif", "1x1-300.webp", "1x1-300.jpg",
        "icon-32.png", "icon-180.png", "icon-512.png",
    )  # fmt: skip


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(1300, 650), (700, 350), (3, 900), (1, 1)])
def test_every_rendition_is_of_the_size_and_type_it_promises(mode: str, size: tuple[int, int]) -> None:
    data = encoded(Image.new(mode, size), "PNG")
    for name, rendition in renditions_for(*size).items():
        made = opened(make_rendition(data, name))
        assert made.size == (rendition.width, rendition.height)
        assert made.get_format_mimetype() == rendition.content_type


def test_crops_are_of_full_size_where_the_original_allows() -> None:
    large = renditions_for(3000, 2000)
    assert [
        (large[f"{name}.jpg"].width, large[f"{name}.jpg"].height) for name in ("og", "square", "4x3", "16x9")
    ] == [
        (1200, 630),
        (1200, 1200),
        (1200, 900),
        (1200, 675),
    ]
    small = renditions_for(600, 300)["square.jpg"]
    assert (small.width, small.height) == (300, 300)


def test_a_crop_keeps_the_middle() -> None:
    image = Image.new("RGB", (3000, 1000), BLUE)
    image.paste(RED, (1000, 0, 2000, 1000))
    square = opened(make_rendition(encoded(image), "square.jpg"))
    assert all(square.getpixel((x, 500))[0] > 150 for x in (10, 500, 990))


@pytest.mark.parametrize("name", ["square.jpg", "1x1-160.webp", "3x2-320.jpg"])
@pytest.mark.parametrize(("across", "colour"), [(0, RED), (50, BLUE), (100, RED)])
def test_a_crop_keeps_what_matters(name: str, across: int, colour: tuple[int, int, int]) -> None:
    image = Image.new("RGB", (3000, 600), RED)
    image.paste(BLUE, (1000, 0, 2000, 600))
    made = opened(make_rendition(encoded(image), focused_name(name, (across, 0))))
    kept = max(range(3), key=colour.__getitem__)
    middle = made.convert("RGB").getpixel((made.width // 2, made.height // 2))
    assert max(range(3), key=middle.__getitem__) == kept


def test_what_matters_stands_in_the_middle_unless_the_picture_ends_there() -> None:
    assert crop_box((1000, 500), (500, 500), focus=(50, 50)) == (250, 0, 750, 500)
    assert crop_box((1000, 500), (500, 500), focus=(60, 0)) == (350, 0, 850, 500)
    assert crop_box((1000, 500), (500, 500), focus=(90, 10)) == (500, 0, 1000, 500)
    assert crop_box((500, 1000), (300, 200), focus=(0, 100)) == (
        0,
        pytest.approx(1000 - 500 / 1.5),
        500,
        1000,
    )


@given(
    st.tuples(st.integers(1, 16_000), st.integers(1, 16_000)),
    st.sampled_from([*CROPS.values(), (1280, 853), (320, 213), (160, 160)]),
    st.tuples(st.integers(0, 100), st.integers(0, 100)),
)
@example((1300, 650), (1200, 630), (50, 50))
def test_a_crop_is_never_looked_for_beside_the_picture(
    full: tuple[int, int], wanted: tuple[int, int], focus: tuple[int, int]
) -> None:
    left, top, right, bottom = crop_box(full, wanted, focus=focus)
    assert 0 <= left < right <= full[0]
    assert 0 <= top < bottom <= full[1]
    assert right - left == pytest.approx(full[0]) or bottom - top == pytest.approx(full[1])


def test_a_moved_crop_is_another_file_and_another_address(library_image: LibraryImage) -> None:
    centred = produce(library_image, "square.jpg")
    whole = name_of(library_image, "320.jpg")
    library_image.focus = (90, 10)
    assert produce(library_image, "square.jpg") != centred
    assert name_of(library_image, "320.jpg") == whole
    assert focused_name("square.jpg", (50, 50)) == "square.jpg"
    assert focused_name("square.jpg", (90, 10)) == "square_90_10.jpg"
    assert focused_name("3x2-320.webp", (0, 100)) == "3x2-320_0_100.webp"
    assert focused_name("320.jpg", (90, 10)) == "320.jpg"
    for name in ("square.jpg", "square_90_10.jpg", "square_0_100.jpg"):
        assert parted(name)[0] == "square.jpg"
    for name in ("square_90.jpg", "square_a_1.jpg", "square_1_1_1.jpg", "square_9999_1.jpg", "_"):
        assert parted(name) == (name, (50, 50))


def test_what_is_transparent_turns_white_in_jpeg_and_stays_transparent_elsewhere() -> None:
    data = encoded(Image.new("RGBA", (400, 300), (200, 30, 40, 0)), "PNG")
    assert min(opened(make_rendition(data, "320.jpg")).getpixel((9, 9))) > 250
    assert min(opened(make_rendition(data, "og.jpg")).getpixel((9, 9))) > 250
    assert opened(make_rendition(data, "320.webp")).getpixel((9, 9))[3] == 0
    assert opened(make_rendition(data, "320.avif")).getpixel((9, 9))[3] == 0


@pytest.mark.parametrize(
    "name", ["", "320", "640.png", "0320.jpg", "700.gif", "og.webp", "321.jpg", "../x", "1920.jpg"]
)
def test_other_names_are_unknown(library_image: LibraryImage, name: str) -> None:
    with pytest.raises(UnknownRendition):
        make_rendition(library_image.original.data, name)
    with pytest.raises(UnknownRendition):
        produce(library_image, name)


def test_a_rendition_is_made_once(library_image: LibraryImage) -> None:
    first = produce(library_image, "320.webp")
    assert renditions.kept().open(name_of(library_image, "320.webp")).read() == first
    assert produce(library_image, "320.webp") == first
    assert library_image.original.opened == 1


def test_requests_that_arrive_together_make_it_once(library_image: LibraryImage) -> None:
    threads = [threading.Thread(target=produce, args=(library_image, "320.jpg")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert library_image.original.opened == 1


def test_another_original_never_gets_the_old_files(library_image: LibraryImage) -> None:
    produce(library_image, "320.jpg")
    library_image.sha256 = "f" * 64
    assert not renditions.kept().exists(name_of(library_image, "320.jpg"))


def test_a_full_disk_leaves_no_half_file_and_still_answers(
    library_image: LibraryImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert opened(produce(library_image, "320.jpg")).width == 320
    assert [path for path in Path(renditions.kept().location).rglob("*") if path.is_file()] == []


def test_a_lost_original_is_an_error_the_view_can_name(library_image: LibraryImage, tmp_path: Path) -> None:
    library_image.original = tmp_path / "gone"
    with pytest.raises(FileNotFoundError):
        produce(library_image, "320.jpg")
