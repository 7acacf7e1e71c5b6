"""Cut off an uploaded picture what is no part of it: films and other files behind it, texts inside it."""

import re
import struct
import zlib
from collections.abc import Iterator

MAX_PROFILE = 4_000_000
MAX_TEXT = 1_000_000
"""Bytes of a colour profile and of a description that are looked at; what is longer is left out."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_SHORTEST = 12
"""Bytes from which on a beginning says which format it is of."""

MOST_SEGMENTS = 20_000
"""More parts than any JPEG has; looking for the end of one stops there."""

# Neither part of the compressed picture: an escaped byte, a restart, or filling.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_JPEG_END, _JPEG_VIEWS = 0xD9, 0xE2
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))

_PNG_KEPT = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"))
_XMP = b"XML:com.adobe.xmp\0"


def is_picture_begun(data: bytes) -> bool:
    """Tell whether a file begins as a picture we take, however it goes on."""
    return len(data) >= _SHORTEST and (
        data.startswith((_JPEG, _PNG)) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")
    )


def without_surplus(data: bytes) -> tuple[bytes, bool]:
    """Return the picture alone, and whether its end was found; what cannot be read is returned as it is."""
    if data.startswith(_JPEG):
        return _jpeg(data)
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        end = 8 + struct.unpack_from("<I", data, 4)[0]
        return data[:end], end <= len(data)
    return data, False


def _jpeg(data: bytes) -> tuple[bytes, bool]:
    """Return the first picture: a phone puts a film or other views of it behind."""
    kept, start = [], 0
    for marker, begin, end in _jpeg_segments(data):
        if marker == _JPEG_VIEWS and data[begin + 4 : begin + 8] == b"MPF\0":
            # What names the other views, which are gone.
            kept.append(data[start:begin])
            start = end
        if marker == _JPEG_END:
            return b"".join([*kept, data[start:end]]), True
    return data, False


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield each marker with where its segment begins and ends, up to the first that is broken."""
    position = 2
    for _number in range(MOST_SEGMENTS):
        found = _MARKER.search(data, position)
        if found is None:
            return
        begin, marker = found.start(), data[found.start() + 1]
        if marker == _JPEG_END or marker in _ALONE:
            end = begin + 2
        elif begin + 4 <= len(data):
            end = begin + 2 + struct.unpack_from(">H", data, begin + 2)[0]
        else:
            return
        if end > len(data):
            return
        yield marker, begin, end
        if marker == _JPEG_END:
            return
        position = end


def _png(data: bytes) -> tuple[bytes, bool]:
    """Return the chunks that make up the picture, its profile and a description of bounded length."""
    kept, position = [data[: len(_PNG)]], len(_PNG)
    while position + 12 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, position)
        end = position + 12 + size
        if end > len(data):
            return b"".join([*kept, data[position:]]), False
        if kind in _PNG_KEPT or _is_of_use(kind, data[position + 8 : end - 4]):
            kept.append(data[position:end])
        if kind == b"IEND":
            return b"".join(kept), True
        position = end
    return data, False


def _is_of_use(kind: bytes, inside: bytes) -> bool:
    """Tell whether something beside the pixels is wanted, and no longer than we look at."""
    if kind == b"eXIf":
        return len(inside) <= MAX_TEXT
    if kind == b"iCCP":
        _name, _, packed = inside.partition(b"\0")
        return _unpacks(packed[1:], MAX_PROFILE)
    if kind == b"iTXt" and inside.startswith(_XMP) and len(inside) <= MAX_TEXT:
        is_packed = inside[len(_XMP) : len(_XMP) + 1] == b"\x01"
        _languages, _, text = inside[len(_XMP) + 2 :].partition(b"\0")
        return not is_packed or _unpacks(text.partition(b"\0")[2], MAX_TEXT)
    return False


def _unpacks(packed: bytes, limit: int) -> bool:
    """Tell whether compressed data is whole and within a limit, without unpacking more than that."""
    unpacking = zlib.decompressobj()
    try:
        unpacked = unpacking.decompress(packed, limit)
    except zlib.error:
        return False
    return unpacking.eof or (len(unpacked) < limit and not unpacking.unconsumed_tail)
