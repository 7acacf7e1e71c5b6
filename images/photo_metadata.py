"""What a photographer or agency wrote into a file, read to fill in the form."""

import struct
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from lxml import etree
from PIL import ExifTags, Image

from images.device_marks import is_device_mark

MAX_BLOCK = 1_000_000  # bytes of one metadata block; more is not read
LENGTHS = {
    "title": 200,
    "alt": 300,
    "caption": 2000,
    "credit": 200,
    "creator": 200,
    "copyright_notice": 300,
    "rights_url": 200,
    "digital_source_type": 100,
}

# Metadata is the least checked part of any file: what cannot be read is left out, never an error.
_UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)

_DC = "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_IPTC_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_IPTC_EXTENSION = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_XMP_NAMES = {
    "title": f"{_DC}title",
    "alt": f"{_IPTC_CORE}AltTextAccessibility",
    "caption": f"{_DC}description",
    "credit": f"{_PHOTOSHOP}Credit",
    "creator": f"{_DC}creator",
    "copyright_notice": f"{_DC}rights",
    "rights_url": f"{_RIGHTS}WebStatement",
    "digital_source_type": f"{_IPTC_EXTENSION}DigitalSourceType",
}
_SOURCE_TYPES = "cv.iptc.org/newscodes/digitalsourcetype/"

_IPTC_RESOURCE = 0x0404
_IPTC_NAMES = {5: "title", 80: "creator", 110: "credit", 116: "copyright_notice", 120: "caption"}

_EXIF_NAMES = {
    ExifTags.Base.ImageDescription: "caption",
    ExifTags.Base.Artist: "creator",
    ExifTags.Base.Copyright: "copyright_notice",
}
_EXIF_DEVICE = (ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.Software, ExifTags.Base.HostComputer)
_DESCRIPTIONS = ("title", "alt", "caption")


@dataclass(frozen=True)
class PhotoMetadata:
    """The fields of a picture that its file can fill in; empty where the file says nothing."""

    title: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    creator: str = ""
    copyright_notice: str = ""
    rights_url: str = ""
    digital_source_type: str = ""  # the IPTC code alone, such as "trainedAlgorithmicMedia"

    @property
    def offered(self) -> dict[str, str]:
        """Return what readers would see, for an editor to accept: nobody knows whom it was written for."""
        offers = {"alt": self.alt, "caption": self.caption, "credit": self.credit or self.creator}
        return {name: text for name, text in offers.items() if text}


def read_metadata(image: Image.Image) -> PhotoMetadata:
    """Read XMP, then IPTC, then EXIF of an opened picture; the first that says something counts."""
    blocks = [_from_xmp(image), _from_iptc(image), _from_exif(image)]
    device = _device(image)
    found: dict[str, str] = {}
    for field in fields(PhotoMetadata):
        texts = [_tidy(block.get(field.name, ""), limit=LENGTHS[field.name]) for block in blocks]
        if field.name in _DESCRIPTIONS:
            texts = [text for text in texts if not is_device_mark(text, device=device)]
        found[field.name] = next((text for text in texts if text), "")
    if not found["rights_url"].lower().startswith(("http://", "https://")):
        found["rights_url"] = ""
    return PhotoMetadata(**found)


def read_orientation(image: Image.Image) -> int:
    """Return how the camera was held (EXIF, 1 to 8), 1 when the file does not say."""
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    except _UNREADABLE:
        return 1
    return orientation if isinstance(orientation, int) else 1


def _from_xmp(image: Image.Image) -> Mapping[str, str]:
    packet = image.info.get("xmp", b"")
    if isinstance(packet, str):
        packet = packet.encode(errors="replace")
    if not isinstance(packet, bytes) or len(packet) > MAX_BLOCK or b"<!" in packet:
        return {}  # a document type has no business here, and is how XML is made to explode
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(packet.strip(b" \t\r\n\0"), parser)
        found = {field: _xmp_value(root, name) for field, name in _XMP_NAMES.items()}
    except _UNREADABLE:
        return {}
    _, known, code = found["digital_source_type"].rpartition(_SOURCE_TYPES)
    found["digital_source_type"] = code if known and code.isalnum() else ""
    return found


def _xmp_value(root: etree._Element, name: str) -> str:
    """Return a property written as attribute, as text, or as a list of names or languages."""
    for description in root.iter(f"{_RDF}Description"):
        if value := description.get(name):
            return value
    element = next(root.iter(name), None)
    if element is None:
        return ""
    items = list(element.iter(f"{_RDF}li"))
    if not items:
        return element.text or element.get(f"{_RDF}resource", "")
    if items[0].get(_XML_LANGUAGE):
        default = [item for item in items if item.get(_XML_LANGUAGE) == "x-default"]
        return (default or items)[0].text or ""
    return ", ".join(text for item in items if (text := (item.text or "").strip()))


def _from_iptc(image: Image.Image) -> Mapping[str, str]:
    resources = image.info.get("photoshop")
    block = resources.get(_IPTC_RESOURCE, b"") if isinstance(resources, dict) else b""
    if not isinstance(block, bytes) or len(block) > MAX_BLOCK:
        return {}
    found: dict[str, list[str]] = {}
    for number, value in _datasets(block):
        if name := _IPTC_NAMES.get(number):
            found.setdefault(name, []).append(_decode(value))
    return {name: ", ".join(texts) if name == "creator" else texts[0] for name, texts in found.items()}


def _datasets(block: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (number, value) of the application record, stopping at the first broken one."""
    position = 0
    while position + 5 <= len(block) and block[position] == 0x1C:
        record, number, size = struct.unpack_from(">BBH", block, position + 1)
        if size > 0x7FFF:  # extended lengths are for embedded files, not for words
            return
        position += 5
        if record == 2:
            yield number, block[position : position + size]
        position += size


def _from_exif(image: Image.Image) -> Mapping[str, str]:
    if len(image.info.get("exif", b"")) > MAX_BLOCK:
        return {}
    try:
        exif = image.getexif()
        values = {name: exif.get(tag) for tag, name in _EXIF_NAMES.items()}
    except _UNREADABLE:
        return {}
    # Pillow reads the text as Latin-1, whatever the camera meant.
    return {n: _decode(v.encode("latin-1", "replace")) for n, v in values.items() if isinstance(v, str)}


def _device(image: Image.Image) -> list[str]:
    """Return the names of the camera and the programs that a file says it came from."""
    if len(image.info.get("exif", b"")) > MAX_BLOCK:
        return []
    try:
        exif = image.getexif()
        values = [exif.get(tag) for tag in _EXIF_DEVICE]
    except _UNREADABLE:
        return []
    return [_tidy(value, limit=200) for value in values if isinstance(value, str)]


def _decode(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _tidy(text: str, *, limit: int) -> str:
    """Return one line of printable characters, no longer than the field that takes it."""
    text = unicodedata.normalize("NFC", text[: limit * 10])
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
