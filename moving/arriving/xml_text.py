"""What programs write as XML, as text that can be parsed: signs, encodings and references put right."""

import codecs
import re
from html.entities import html5

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(
    r"&(?:#(?P<number>\d{1,7}|[xX][0-9a-fA-F]{1,6});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31};))?"
)
_OWN = frozenset(["amp;", "lt;", "gt;", "quot;", "apos;"])
OPEN, CLOSE = "<![CDATA[", "]]>"


def encoding_of(first: bytes, *, otherwise: str = "utf-8") -> str:
    """Return the encoding that the beginning of a file names, or another where it names none."""
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = _DECLARED.match(first.removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode("ascii") if declared else otherwise
    # What is said to be Latin is, on most sites, what Windows calls so.
    name = "cp1252" if name.lower() in ("iso-8859-1", "latin1", "us-ascii") else name
    try:
        b" ".decode(name, "replace")
    except LookupError:
        return "utf-8"
    return name


def without_declaration(text: str) -> str:
    """Return the beginning of a file without what says that it is XML."""
    return _DECLARATION.sub("", text.lstrip("\ufeff").lstrip(), count=1)


def without_forbidden(text: str) -> str:
    """Return a text without the signs that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def with_references(text: str) -> str:
    """Return what stands outside of CDATA with references that XML knows alone."""
    return _REFERENCE.sub(_reference, text)


def _reference(found: re.Match[str]) -> str:
    number, name = found["number"], found["name"]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        is_letter = 0 < code < 0x110000 and not _FORBIDDEN.match(chr(code))
        return found[0] if is_letter else ""
    if name in _OWN:
        return found[0]
    if name in html5:
        return html5[name].replace("&", "&amp;").replace("<", "&lt;")
    return f"&amp;{name or ''}"
