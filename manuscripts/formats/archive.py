"""A zip file of a document, opened with care: what is in it is read part by part, each with its limits."""

import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from manuscripts.errors import Fault, ManuscriptError

LARGEST_FILE = 50_000_000
LARGEST_PART = 30_000_000
LARGEST_WHOLE = 200_000_000
MOST_MEMBERS = 3_000
MOST_ELEMENTS = 200_000
MOST_LETTERS = 1_000_000
DEEPEST = 256
# XML that packs better than this is no text.
BEST_RATIO = 200
SMALL = 1_000_000


@dataclass
class Archive:
    """The parts of one document."""

    zip: zipfile.ZipFile
    names: frozenset[str]
    elements: int = 0
    letters: int = 0
    read: int = 0
    known: dict[str, Any] = field(default_factory=dict)

    def xml(self, name: str) -> Any:
        """Return the root of a part, or None where it is not there."""
        if name not in self.known:
            self.known[name] = self._parsed(name) if name in self.names else None
        return self.known[name]

    def bytes(self, name: str) -> bytes:
        """Return a part as it is, within its limit."""
        try:
            with self.zip.open(name) as part:
                data = part.read(LARGEST_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            KeyError,
        ) as error:
            raise ManuscriptError(Fault.DAMAGED, line=0) from error
        self.read += len(data)
        if len(data) > LARGEST_PART or self.read > LARGEST_WHOLE:
            raise ManuscriptError(Fault.TOO_MUCH, line=0)
        return data

    def _parsed(self, name: str) -> Any:
        data = self.bytes(name)
        packed = self.zip.getinfo(name).compress_size
        if len(data) > SMALL and len(data) > packed * BEST_RATIO:
            raise ManuscriptError(Fault.TOO_MUCH, line=0)
        root = parsed(data)
        for element in root.iter():
            self.elements += 1
            self.letters += len(element.text or "") + len(element.tail or "")
            if self.elements > MOST_ELEMENTS or self.letters > MOST_LETTERS:
                raise ManuscriptError(Fault.TOO_MUCH, line=0)
        return root


def opened(data: bytes) -> Archive:
    """Open a zip file; raises for whatever no program that writes documents would make."""
    if len(data) > LARGEST_FILE:
        raise ManuscriptError(Fault.TOO_BIG, line=0, most=LARGEST_FILE // 1_000_000)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise ManuscriptError(Fault.DAMAGED, line=0) from error
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_WHOLE:
        raise ManuscriptError(Fault.TOO_MUCH, line=0)
    if any(member.flag_bits & 1 for member in members):
        raise ManuscriptError(Fault.REFUSED, line=0, kind="encrypted")
    overlap = sum(member.compress_size for member in members) > len(data)
    if overlap or len(set(names)) < len(names) or any(map(_leads_out, names)):
        raise ManuscriptError(Fault.DAMAGED, line=0)
    return Archive(archive, frozenset(names))


def parsed(data: bytes) -> Any:
    """Return the root of XML that says everything itself: no entities, nothing from elsewhere."""
    head = data[:3]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        raise ManuscriptError(Fault.DAMAGED, line=0)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ManuscriptError(Fault.DAMAGED, line=0)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        too_deep = "depth" in str(error)
        raise ManuscriptError(Fault.TOO_NESTED if too_deep else Fault.DAMAGED, line=0) from error
    return root


def joined(base: str, target: str) -> str:
    """Return the name of a part that another names."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or "\0" in name
