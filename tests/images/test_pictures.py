"""The picture element: the browser's choice of formats, escaped texts, no shifting page."""

import html5lib
import pytest
from django.urls import reverse

from images.pictures import Picture
from images.renditions import renditions_for


@pytest.fixture
def picture() -> Picture:
    return Picture(key="abc123def456", width=1600, height=800, credit="Agency")


def element(markup: str, name: str):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return list(parser.parseFragment(markup).iter(name))


def test_formats_are_offered_smallest_first_with_jpeg_for_all(picture: Picture) -> None:
    markup = picture.picture(alt="A stage", size="normal")
    assert [source.get("type") for source in element(markup, "source")] == ["image/avif", "image/webp"]
    (image,) = element(markup, "img")
    assert image.get("src") == "/images/abc123def456/960.jpg"
    assert (image.get("width"), image.get("height")) == ("960", "480")


def test_every_address_offered_is_a_rendition_there_is(picture: Picture) -> None:
    known = {reverse("image", args=[picture.key, name]) for name in renditions_for(1600, 800)}
    markup = picture.picture(alt="", size="wide")
    offers = [
        offer
        for name in ("source", "img")
        for tag in element(markup, name)
        for offer in tag.get("srcset").split(", ")
    ]
    assert len(offers) == 15
    for address, width in (offer.split(" ") for offer in offers):
        assert address in known
        assert address.split("/")[-1].split(".")[0] == width.removesuffix("w")


def test_sizes_differ_and_an_unknown_one_is_normal(picture: Picture) -> None:
    sizes = {
        size: element(picture.picture(alt="", size=size), "img")[0].get("sizes")
        for size in ("normal", "wide", "small", "?")
    }
    assert len(set(sizes.values())) == 3
    assert sizes["?"] == sizes["normal"]


def test_pictures_wait_but_the_main_one_does_not(picture: Picture) -> None:
    (later,) = element(picture.picture(alt=""), "img")
    (first,) = element(Picture.of(picture, main=True).picture(alt=""), "img")
    assert (later.get("loading"), later.get("fetchpriority"), later.get("decoding")) == (
        "lazy",
        "auto",
        "async",
    )
    assert (first.get("loading"), first.get("fetchpriority")) == ("eager", "high")


def test_the_description_cannot_break_out(picture: Picture) -> None:
    alt = '"><script>alert(1)</script>'
    markup = picture.picture(alt=alt)
    assert "<script" not in markup
    assert element(markup, "img")[0].get("alt") == alt


def test_there_is_no_inline_style_or_script(picture: Picture) -> None:
    for tag in element(picture.picture(alt="x", size="small"), "img"):
        assert not [name for name in tag.attrib if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("width", [1, 500, 959, 961])
def test_small_pictures_show_their_own_width(width: int) -> None:
    (image,) = element(Picture(key="k", width=width, height=10).picture(alt=""), "img")
    assert int(image.get("width")) <= min(width, 960)
    assert image.get("src") == f"/images/k/{image.get('width')}.jpg"
