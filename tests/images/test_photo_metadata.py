"""What photographers wrote into a file fills in the form, and can never break an upload."""

from dataclasses import asdict
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from images.photo_metadata import LENGTHS, PhotoMetadata
from images.processing import ingest
from tests.images.samples import encoded, iptc, segment, two_halves, with_segments, xmp, xmp_segment

# Pillow remarks on every broken block; here they are broken on purpose.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

DESCRIPTION, ARTIST, COPYRIGHT = 0x010E, 0x013B, 0x8298
FULL_XMP = xmp(
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Launch</rdf:li></rdf:Alt></dc:title>'
    '<dc:description><rdf:Alt><rdf:li xml:lang="de">Am Abend</rdf:li>'
    '<rdf:li xml:lang="x-default">At  dusk\n</rdf:li></rdf:Alt></dc:description>'
    "<dc:creator><rdf:Seq><rdf:li>Zoë Li</rdf:li><rdf:li>Tom Ray</rdf:li></rdf:Seq></dc:creator>"
    "<dc:rights>© 2025 Agency</dc:rights>"
    "<Iptc4xmpCore:AltTextAccessibility>A man on a stage</Iptc4xmpCore:AltTextAccessibility>",
    'photoshop:Credit="Agency / Pool" xmpRights:WebStatement="https://agency.example/rights"'
    ' Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"',
)
EXPECTED = PhotoMetadata(
    title="Launch",
    alt="A man on a stage",
    caption="At dusk",
    credit="Agency / Pool",
    creator="Zoë Li, Tom Ray",
    copyright_notice="© 2025 Agency",
    rights_url="https://agency.example/rights",
    digital_source_type="digitalCapture",
)


def read(data: bytes) -> PhotoMetadata:
    return ingest(BytesIO(data)).metadata


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_xmp_fills_every_field(kind: str) -> None:
    assert read(encoded(two_halves(), kind, xmp=FULL_XMP)) == EXPECTED


def test_iptc_fills_what_photo_desks_write() -> None:
    written = [
        (5, "Launch"),
        (80, "Zoë Li"),
        (80, "Tom Ray"),
        (110, "Agency"),
        (116, "© Agency"),
        (120, "At dusk"),
    ]
    data = with_segments(encoded(two_halves()), iptc([(number, text.encode()) for number, text in written]))
    assert read(data) == PhotoMetadata(
        title="Launch",
        creator="Zoë Li, Tom Ray",
        credit="Agency",
        copyright_notice="© Agency",
        caption="At dusk",
    )


def test_iptc_of_older_programs_is_read_too() -> None:
    data = with_segments(encoded(two_halves()), iptc([(80, "Zoë Li".encode("cp1252"))]))
    assert read(data).creator == "Zoë Li"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_exif_fills_the_rest(kind: str) -> None:
    exif = Image.Exif()
    exif[DESCRIPTION], exif[ARTIST], exif[COPYRIGHT] = "At dusk", "Tom Ray", "Agency 2025"
    found = read(encoded(two_halves(), kind, exif=exif))
    assert found == PhotoMetadata(caption="At dusk", creator="Tom Ray", copyright_notice="Agency 2025")


def test_the_richer_block_wins() -> None:
    exif = Image.Exif()
    exif[DESCRIPTION], exif[ARTIST] = "from EXIF", "from EXIF"
    packet = xmp("<dc:creator><rdf:Seq><rdf:li>from XMP</rdf:li></rdf:Seq></dc:creator>")
    data = with_segments(
        encoded(two_halves(), exif=exif), xmp_segment(packet), iptc([(80, b"from IPTC"), (5, b"IPTC")])
    )
    assert read(data) == PhotoMetadata(creator="from XMP", title="IPTC", caption="from EXIF")


@pytest.mark.parametrize("text", ["OLYMPUS DIGITAL CAMERA         ", "SONY DSC"])
def test_a_camera_is_no_caption(text: str) -> None:
    exif = Image.Exif()
    exif[DESCRIPTION] = text
    assert read(encoded(two_halves(), exif=exif)).caption == ""


def test_a_plain_picture_says_nothing() -> None:
    assert read(encoded(two_halves())) == PhotoMetadata()


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "agency.example", "data:text/html,x", " javascript://https://x.example"],
)
def test_only_web_addresses_are_taken_for_rights(address: str) -> None:
    packet = xmp("", f'xmpRights:WebStatement="{address}"')
    assert read(encoded(two_halves(), xmp=packet)).rights_url == ""


@pytest.mark.parametrize("code", ["https://other.example/digitalCapture", "digitalCapture", "a b"])
def test_only_the_codes_of_iptc_say_how_it_was_made(code: str) -> None:
    packet = xmp("", f'Iptc4xmpExt:DigitalSourceType="{code}"')
    assert read(encoded(two_halves(), xmp=packet)).digital_source_type == ""


def test_long_texts_are_cut_to_what_the_form_takes() -> None:
    packet = xmp(f"<dc:title>{'word ' * 5000}</dc:title>", f'photoshop:Credit="{"x" * 9000}"')
    found = read(encoded(two_halves(), xmp=packet))
    assert len(found.title) <= LENGTHS["title"]
    assert found.title.endswith("word…")
    assert len(found.credit) == LENGTHS["credit"]


def test_an_exploding_document_is_not_read() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + xmp(
        "<dc:title>&b;</dc:title>"
    )
    assert read(encoded(two_halves(), xmp=bomb)) == PhotoMetadata()


def test_a_huge_block_is_not_read() -> None:
    packet = xmp(f"<dc:title>Launch</dc:title><dc:rights>{'x' * 2_000_000}</dc:rights>")
    assert read(encoded(two_halves(), "WEBP", xmp=packet)) == PhotoMetadata()


def test_control_characters_do_not_reach_the_form() -> None:
    data = with_segments(encoded(two_halves()), iptc([(5, b"La\x00un\x1bch\xe2\x80\xae")]))
    assert read(data).title == "La un ch"


@given(st.binary(max_size=400))
def test_broken_blocks_never_break_an_upload(noise: bytes) -> None:
    blocks = [
        segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + noise),
        iptc([(80, noise)]),
        segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08" + noise),
        xmp_segment(noise),
        xmp_segment(xmp("<dc:title>x</dc:title>").replace(b"x<", noise + b"<")),
    ]
    for block in blocks:
        found = read(with_segments(encoded(two_halves()), block))
        assert all(len(text) <= LENGTHS[name] for name, text in asdict(found).items())
        assert all(text.isprintable() for text in asdict(found).values())
