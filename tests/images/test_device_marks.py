"""What a camera, a phone or a program writes of itself is no description; what somebody wrote is."""

from io import BytesIO

import pytest
from PIL import Image

from images.device_marks import is_device_mark
from images.processing import ingest
from tests.images.samples import encoded, two_halves, xmp

MARKS = [
    "KONICA MINOLTA DIGITAL CAMERA",
    "OLYMPUS DIGITAL CAMERA         ",
    "NOBODY KNOWS THIS DIGITAL CAMERA",
    "Digital Camera",
    "SONY DSC",
    "SAMSUNG",
    "SAMSUNG CAMERA PICTURES",
    "<KENOX S630  / Samsung S630>",
    "Exif_JPEG_PICTURE",
    "dav",
    "oznor",
    "rptnb",
    "Created with GIMP",
    "Created with The GIMP",
    "Processed with VSCO with c1 preset",
    "Edited with Snapseed",
    "Shot on iPhone",
    "Adobe Photoshop CS6",
    "File written by Adobe Photoshop 5.0",
    "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90",
    "DCIM\\100MEDIA\\DJI_0001.JPG",
    "DSC_0001.JPG",
    "IMG_20200101_123456",
    "Screenshot",
    "default",
    "12345",
    '{"mirror":false}',
]
WRITTEN = [
    "The harbour before the storm",
    "A Nikon D850 on a table",
    "A digital camera from 1999",
    "Samsung's chairman in court",
    "Apple picking in Kent",
    "Taken in the harbour of Kyiv",
    "Made by hand in Kyoto",
    "Created by Maria Silva",
    "Sharp turn on the road",
    "On the phone",
    "LONDON",
    "MH17",
    "AC/DC",
    "North",
    "cow",
    "港口",
    "Ёлка",
]


@pytest.mark.parametrize("text", MARKS)
def test_a_machines_word_of_itself_is_told(text: str) -> None:
    assert is_device_mark(text)


@pytest.mark.parametrize("text", WRITTEN)
def test_what_somebody_wrote_is_left_alone(text: str) -> None:
    assert not is_device_mark(text)


def test_what_a_file_says_it_came_from_is_no_description_of_it() -> None:
    """So that makers and programs nobody has heard of yet are known too."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Ölüm Optik", "Kestrel 9", "Darkbench 4.2"
    for text, expected in (
        ("Kestrel 9", ""),
        ("ÖLÜM OPTIK Kestrel", ""),
        ("Created with Darkbench", ""),
        ("A kestrel over the field", "A kestrel over the field"),
    ):
        exif[0x010E] = text
        assert ingest(BytesIO(encoded(two_halves(), exif=exif))).metadata.caption == expected


def test_it_is_no_description_in_any_block_and_the_next_block_is_asked() -> None:
    exif = Image.Exif()
    exif[0x010E] = "At dusk"
    packet = xmp("<dc:title>Untitled</dc:title><dc:description>SONY DSC</dc:description>")
    found = ingest(BytesIO(encoded(two_halves(), exif=exif, xmp=packet))).metadata
    assert (found.title, found.caption) == ("", "At dusk")
