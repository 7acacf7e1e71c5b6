"""From the bytes of a file to text, in the encodings newsrooms receive."""

import codecs
import re
import unicodedata

from .encodings import ESCAPED_JAPANESE, guess, macintosh
from .errors import Fault, ManuscriptError

MAX_BYTES = 1_000_000

LINE_BREAK = re.compile(rb"\r\n|\r|\n")
TEXT_LINE_BREAK = re.compile(r"\r\n?")
CONTROL_BYTES = bytes({*range(0x20), 0x7F} - set(b"\t\n\r\f\v\x1a\x1b"))

# Longest first: the mark of UTF-16 LE is the beginning of that of UTF-32 LE.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DOCUMENTS = (
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"PK\x03\x04", "Word, OpenDocument or ZIP"),
    (b"\xd0\xcf\x11\xe0", "Word"),
)


def read(raw: bytes) -> str:
    """Return the text of a file with plain line ends, or say why it has none."""
    if len(raw) > MAX_BYTES:
        raise ManuscriptError(Fault.TOO_LARGE, line=1)
    if not raw.strip():
        raise ManuscriptError(Fault.EMPTY, line=1)
    for signature, kind in DOCUMENTS:
        if raw.startswith(signature):
            raise ManuscriptError(Fault.DOCUMENT, line=1, kind=kind)
    text = TEXT_LINE_BREAK.sub("\n", _decode(raw))
    if not text.strip().strip("\ufeff"):
        raise ManuscriptError(Fault.EMPTY, line=1)
    return text


def _decode(raw: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            body = raw[len(mark) :]
            text = _strict(body, encoding)
            if "\0" in text:
                raise ManuscriptError(Fault.BINARY, line=text.count("\n", 0, text.index("\0")) + 1)
            return text
    if b"\0" in raw:
        line = _line_of(raw, raw.index(b"\0"))
        if _is_text_with_nulls(raw):
            raise ManuscriptError(Fault.CONTROL_CHARACTER, line=line)
        unmarked = _unmarked_utf16(raw)
        if unmarked is None:
            raise ManuscriptError(Fault.BINARY, line=line)
        return unmarked
    if _mostly_controls(raw):
        raise ManuscriptError(Fault.BINARY, line=1)
    try:
        text = raw.decode("utf-8")
        escaped = guess(raw) if ESCAPED_JAPANESE.search(raw) else None
        return escaped or text
    except UnicodeDecodeError as error:
        if _was_utf8(raw):
            # Reading it as Windows-1252 would print nonsense for every accent that was right.
            raise ManuscriptError(Fault.UNDECODABLE, line=_line_of(raw, error.start)) from None
    return guess(raw) or _windows_1252(raw)


def _strict(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(encoding, errors="replace")
        raise ManuscriptError(
            Fault.UNDECODABLE, line=TEXT_LINE_BREAK.sub("\n", before).count("\n") + 1
        ) from None


def _is_text_with_nulls(raw: bytes) -> bool:
    """Tell UTF-8 with a few nulls in it from UTF-16: there every Latin letter has one.

    The letters of other alphabets each have the same control character, tab or line end instead.
    """
    blank = len(raw) - len(raw.translate(None, b"\t\n\v\f\r"))
    if raw.count(0) * 4 > len(raw) or blank * 4 > len(raw) or _mostly_controls(raw.replace(b"\0", b"")):
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(raw: bytes) -> str | None:
    """Read UTF-16 that lacks its mark, when spaces and line ends give the byte order away."""
    # In UTF-16 each space has a null, but for the few bytes that look like a space by chance.
    if len(raw) % 2 or raw.count(0) * 2 < raw.count(b" "):
        return None
    low_zeros, high_zeros = raw[0::2].count(0), raw[1::2].count(0)
    encoding = "utf-16-le" if high_zeros > low_zeros else "utf-16-be"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    strange = sum(
        1 for character in text if character not in "\t\n\r\f\v" and unicodedata.category(character)[0] == "C"
    )
    blanks = text.count(" ") + text.count("\n") + text.count("\r")
    return text if strange == 0 and blanks else None


def _was_utf8(raw: bytes) -> bool:
    """Tell a damaged UTF-8 file from one that never was: most of its accents still read well."""
    read = raw.decode("utf-8", errors="surrogateescape")
    broken = sum(1 for character in read if "\udc80" <= character <= "\udcff")
    intact = sum(1 for character in read if character > "\x7f") - broken
    return intact > broken


def _windows_1252(raw: bytes) -> str:
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        text = macintosh(raw) or ""
        if not text:
            raise ManuscriptError(Fault.UNDECODABLE, line=_line_of(raw, error.start)) from None
    plain = sum(1 for character in text if character.isascii() and character.isalpha())
    accented = sum(1 for character in text if "À" <= character <= "ÿ")
    if accented > plain:
        # Cyrillic, Greek or Chinese in an old encoding decodes to a soup of accents.
        first = next(index for index, character in enumerate(text) if "À" <= character <= "ÿ")
        raise ManuscriptError(Fault.UNDECODABLE, line=_line_of(raw, first))
    return text


def _mostly_controls(raw: bytes) -> bool:
    controls = len(raw) - len(raw.translate(None, CONTROL_BYTES))
    return controls * 10 > len(raw)


def _line_of(raw: bytes, offset: int) -> int:
    return len(LINE_BREAK.findall(raw, 0, offset)) + 1
