"""The reader of each kind of file, and what an editor makes of what it says."""

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import PurePath

from manuscripts.citing import with_notes_as_sources
from manuscripts.decoding import read
from manuscripts.errors import Fault, ManuscriptError
from manuscripts.manuscript import Manuscript, MarkKind, Paragraph
from manuscripts.reading import parse, understand

from .google import is_export, read_google_page
from .html.fragment import read_fragment
from .kinds import kind_of
from .mail import decoded, read_mail
from .markdown import is_markdown, read_markdown
from .pictures import with_carried

CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
TAGS = re.compile(r"</(?:p|h[1-6]|div|ul|ol|table|blockquote)\s*>", re.IGNORECASE)
DOCUMENTS = frozenset(["docx", "odt", "rtf"])
LONGEST_TITLE = 150
WHOLE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
Reader = Callable[[bytes, str], Manuscript]


def read_html(data: bytes, name: str = "") -> Manuscript:
    """Read a page: its article; a part of a page: all of it."""
    label = CHARSET.search(data[:4096])
    text = decoded(data.removeprefix(b"\xef\xbb\xbf"), label[1].decode() if label else "")
    if is_export(text):
        return read_google_page(text)
    return with_carried(_read_page(text) if WHOLE.search(text[:4096]) else read_fragment(text))


# Each gives what a file says; a kind of `manuscripts.formats.kinds` that has no reader yet is refused.
# A process mostly reads one file: it loads the reader of that kind alone, and its library.
KINDS = {
    "docx": ("docx.document", "read_docx"),
    "odt": ("odt", "read_odt"),
    "rtf": ("rtf", "read_rtf"),
    "markdown": ("markdown", "read_markdown"),
    "html": ("readers", "read_html"),
    "google": ("google", "read_google"),
}


def _reader(module: str, name: str) -> Reader:
    reader: Reader = getattr(import_module(f"manuscripts.formats.{module}"), name)
    return reader


def _read_page(text: str) -> Manuscript:
    page: Manuscript = import_module("manuscripts.formats.html.page").read_page(text)
    return page


def read_any(data: bytes, name: str = "", *, language: str = "") -> Manuscript:
    """Read a file of any kind as an article."""
    if not data.strip():
        raise ManuscriptError(Fault.EMPTY, line=0)
    kind = kind_of(data, name)
    if kind == "text":
        return read_text(read(data), language=language)
    if kind == "mail":
        return _mail(data, name, language=language)
    if kind not in KINDS:
        raise ManuscriptError(Fault.REFUSED, line=0, kind=kind)
    raw = _reader(*KINDS[kind])(data, name)
    return understood(titled(raw, name) if kind in DOCUMENTS else raw, language=language, name=name)


def titled(raw: Manuscript, name: str) -> Manuscript:
    """Give a document without a title that of its file, unless its first line may well be one."""
    first = raw.blocks[0] if raw.blocks else None
    if raw.headline or (isinstance(first, Paragraph) and _may_be_title(first)):
        return raw
    stem = PurePath(name.replace("\\", "/")).stem.replace("_", " ").strip()
    return replace(raw, headline=stem) if any(map(str.isalnum, stem)) else raw


def _may_be_title(first: Paragraph) -> bool:
    """Tell whether a line may stand as a headline, which holds no notes and no comments."""
    kinds = {mark.kind for mark in first.marks}
    if first.cites or kinds & {MarkKind.COMMENT, MarkKind.LINK} or not first.text:
        return False
    return len(first.text) <= LONGEST_TITLE and not first.text.endswith((".", "。", ":", ";", ","))


def read_text(text: str, *, language: str = "") -> Manuscript:
    """Read plain text as an article; what is HTML or Markdown without saying so is read as that."""
    if text.lstrip().startswith("<") and len(TAGS.findall(text[:20_000])) > 1:
        raw = _read_page(text) if WHOLE.search(text[:4096]) else read_fragment(text)
        return understood(raw, language=language)
    if is_markdown(text):
        return understood(read_markdown(text), language=language)
    return parse(text, language=language)


def understood(raw: Manuscript, *, language: str = "", name: str = "") -> Manuscript:
    """Return what a format says as an article, its notes as sources."""
    return with_notes_as_sources(understand(raw, language=language, name=name))


def _mail(data: bytes, name: str, *, language: str) -> Manuscript:
    raw, plain, document = read_mail(data, name)
    if document is not None and kind_of(*document) in KINDS:
        within = read_any(*document, language=language)
        return replace(within, pictures=(*within.pictures, *raw.pictures))
    if not plain:
        return understood(raw, language=language)
    # The subject is the headline, unless the copy begins with one.
    read_ = parse(f"Subject: {raw.headline}\n\n{plain}" if raw.headline else plain, language=language)
    aside = (*raw.set_aside, *read_.set_aside)
    return replace(read_, pictures=raw.pictures, blocks=(*read_.blocks, *raw.blocks), set_aside=aside)


def read_bytes(data: bytes, *, name: str, language: str) -> Manuscript:
    """Read what the child was handed as a file."""
    return read_any(data, name, language=language)
