"""What a file is: told by its first bytes, and by its name only where those say nothing."""

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from manuscripts.errors import Fault, ManuscriptError

# By the end of its name, for what is text however it is meant, and for the field that takes files.
SUFFIXES = {
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".odt": "odt",
    ".ott": "odt",
    ".rtf": "rtf",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".eml": "mail",
    ".txt": "text",
    ".text": "text",
    ".zip": "google",
}
REFUSED_SUFFIXES = {
    ".pdf": "pdf",
    ".pages": "pages",
    ".doc": "doc",
    ".dot": "doc",
    ".msg": "msg",
    ".xls": "spreadsheet",
    ".xlsx": "spreadsheet",
    ".ods": "spreadsheet",
    ".numbers": "spreadsheet",
    ".ppt": "slides",
    ".pptx": "slides",
    ".odp": "slides",
    ".key": "slides",
    ".epub": "epub",
    ".wps": "doc",
    ".wpd": "doc",
}
SITES = frozenset(["wordpress", "ghost", "feed"])
"""What holds the texts of a whole site: another command brings it in."""
REFUSED = frozenset(
    [*REFUSED_SUFFIXES.values(), *SITES, "encrypted", "picture", "sound", "archive", "program"]
)
"""The kinds that are refused by name: each has its sentence."""

FIRST_BYTES = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"8BPS", "picture"),
    (b"\x00\x00\x01\x00", "picture"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"\x1aE\xdf\xa3", "sound"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_NAMES = (
    ("EncryptedPackage", "encrypted"),
    ("__substg1.0_", "msg"),
    ("__properties_version1.0", "msg"),
    ("Workbook", "spreadsheet"),
    ("PowerPoint Document", "slides"),
)
PICTURES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp", ".heic", ".avif", ".bmp"])
MAIL_HEADER = re.compile(
    rb"(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}\r?\n"
)
MAIL_NAMES = re.compile(rb"(?im)^(?:received|message-id|mime-version|return-path|dkim-signature):")
HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
# After an opening of XML, comments and a document type.
FEED = re.compile(
    rb"(?:<\?xml[^>]{0,200}\?>|<\?xml-stylesheet[^>]{0,300}\?>|<!--(?:(?!-->).){0,2000}-->|<!DOCTYPE\s[^<>\[]{0,300}>|\s)*"
    rb"<(?:rss|feed|(?:\w+:)?RDF)\s[^<>]{0,3000}?(?:version|xmlns)",
    re.DOTALL,
)
JSON_FEED = re.compile(rb'\{.{0,500}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org', re.DOTALL)
GHOST = re.compile(
    rb'\{\s*(?:"db"\s*:\s*\[\s*\{\s*)?"(?:meta|data)"\s*:\s*\{.{0,300}?"(?:exported_on|posts|version)"\s*:',
    re.DOTALL,
)


def kind_of(data: bytes, name: str = "") -> str:
    """Return the kind of a file, a key of KINDS; raises for what is refused by name."""
    suffix = PurePosixPath(name.replace("\\", "/").lower()).suffix
    found = _by_bytes(data, suffix)
    if found in REFUSED:
        raise ManuscriptError(Fault.REFUSED, line=0, kind=found)
    return found


def _by_bytes(data: bytes, suffix: str) -> str:
    head = data[:4096]
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(data, suffix)
    if data.startswith(OLE):
        return _of_ole(data, suffix)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for first, kind in FIRST_BYTES:
        # A text may begin with the two letters of a program, and none has a null.
        if data.startswith(first) and (not first.isalnum() or b"\0" in head):
            return kind
    if head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE", b"AVI ")):
        return (
            "picture" if suffix in PICTURES or head[8:12] in (b"WEBP", b"heic", b"avif", b"mif1") else "sound"
        )
    if plain.startswith(b"{\\rtf"):
        return "rtf"
    return _of_text(head, suffix)


def _of_text(head: bytes, suffix: str) -> str:
    named = SUFFIXES.get(suffix, "")
    if site := _of_site(head.removeprefix(b"\xef\xbb\xbf").lstrip()):
        return site
    if suffix == ".svg" or (suffix in PICTURES and b"\0" in head):
        return "picture"
    if suffix in REFUSED_SUFFIXES and b"\0" in head:
        return REFUSED_SUFFIXES[suffix]
    if named in ("markdown", "html", "mail"):
        return named
    if HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if suffix not in (".txt", ".text") and MAIL_HEADER.match(head) and MAIL_NAMES.search(head):
        return "mail"
    return "text"


def _of_site(head: bytes) -> str:
    """Tell the exports of whole sites from texts."""
    if b"wordpress.org/export/" in head and head.startswith(b"<"):
        return "wordpress"
    if FEED.match(head) or JSON_FEED.match(head):
        return "feed"
    return "ghost" if GHOST.match(head) else ""


def _of_zip(data: bytes, suffix: str) -> str:
    """Tell the kinds that are zip files apart by what is in them."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()[:5000]
            mime = _mime_in(archive, names)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        if suffix in REFUSED_SUFFIXES:
            return REFUSED_SUFFIXES[suffix]
        raise ManuscriptError(Fault.DAMAGED, line=0) from error
    held = set(names)
    if mime.startswith("application/vnd.oasis.opendocument."):
        kind = mime.removeprefix("application/vnd.oasis.opendocument.").split("-")[0]
        return {"text": "odt", "spreadsheet": "spreadsheet", "presentation": "slides"}.get(kind, "archive")
    if mime == "application/epub+zip":
        return "epub"
    if "[Content_Types].xml" in held or "_rels/.rels" in held:
        return _of_office(held)
    if "content.xml" in held and "META-INF/manifest.xml" in held:
        return "odt"
    if any(name.startswith("Index/") or name == "Index.zip" or name.endswith(".iwa") for name in names):
        return "pages" if suffix != ".numbers" and suffix != ".key" else REFUSED_SUFFIXES[suffix]
    if any(name.lower().endswith((".html", ".htm")) for name in names):
        return "google"
    return "archive"


def _of_office(held: set[str]) -> str:
    folders = {name.split("/")[0] for name in held}
    if "xl" in folders and "word" not in folders:
        return "spreadsheet"
    if "ppt" in folders and "word" not in folders:
        return "slides"
    return "docx"


def _mime_in(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "mimetype" not in names:
        return ""
    try:
        with archive.open("mimetype") as part:
            return part.read(100).decode("ascii", "replace").strip()
    except (RuntimeError, zipfile.BadZipFile, NotImplementedError, OSError, EOFError):
        return ""


def _of_ole(data: bytes, suffix: str) -> str:
    for name, kind in OLE_NAMES:
        if name.encode("utf-16-le") in data:
            return kind
    return REFUSED_SUFFIXES.get(suffix, "doc")
