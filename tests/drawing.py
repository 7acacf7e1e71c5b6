"""Pictures that are only fetched, not looked at, are drawn as dots: drawing takes half of a crawl's time."""

from io import BytesIO

import pytest
from PIL import Image

from images import renditions
from tests.soaking import SOAK


def draw_dots(patch: pytest.MonkeyPatch) -> None:
    """Draw a dot of the same format for every rendition, but in `make soak`."""
    if not SOAK:
        patch.setattr(renditions, "make_rendition", draw_a_dot)


def draw_a_dot(_data: bytes, name: str) -> bytes:
    """Return the smallest picture of a rendition's format."""
    buffer = BytesIO()
    Image.new("RGB", (1, 1)).save(buffer, {"jpg": "jpeg"}.get(ending := name.rpartition(".")[2], ending))
    return buffer.getvalue()
