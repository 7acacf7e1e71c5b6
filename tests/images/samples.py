"""Picture files made on the spot, honest and hostile."""

import struct
import zlib
from io import BytesIO

from PIL import Image

RED = (200, 30, 40)
BLUE = (20, 40, 200)


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def two_halves(size: tuple[int, int] = (80, 40)) -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is of that size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    )


def png_of_16_bits(values: list[int]) -> bytes:
    """Return a one-row grey PNG with 16 bits a pixel."""
    row = b"\0" + b"".join(struct.pack(">H", value) for value in values)
    header = struct.pack(">IIBBBBB", len(values), 1, 16, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in [(b"IHDR", header), (b"IDAT", zlib.compress(row)), (b"IEND", b"")]
    )


def segment(marker: int, body: bytes) -> bytes:
    """Return one JPEG segment."""
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def with_segments(jpeg: bytes, *segments: bytes) -> bytes:
    """Return a JPEG with segments put behind its first two bytes."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def iptc(values: list[tuple[int, bytes]]) -> bytes:
    """Return the JPEG segment in which photo desks keep captions and credits."""
    block = b"".join(struct.pack(">BBBH", 0x1C, 2, number, len(value)) + value for number, value in values)
    padded = block + b"\0" * (len(block) % 2)
    return segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + padded)


def xmp(description: str, attributes: str = "") -> bytes:
    """Return an XMP packet around the given properties."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
        ' xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
        ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f" {attributes}>{description}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def xmp_segment(packet: bytes) -> bytes:
    """Return the JPEG segment that carries an XMP packet."""
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)
