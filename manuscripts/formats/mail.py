"""A mail: its subject, its copy, pictures and a document that came with it; never whom it was between."""

import re
from dataclasses import replace
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser

from manuscripts.encodings import guess
from manuscripts.errors import Fault, ManuscriptError
from manuscripts.manuscript import Figure, Manuscript, Paragraph, Picture, SetAside, texts_of
from manuscripts.reading.mail import PREFIX, SIGN_OFF, is_forwarded, split_mail
from manuscripts.remarks import Notice, Remark

from .html.fragment import read_fragment
from .markdown import is_markdown, read_markdown
from .threads import without_thread

LARGEST = 25_000_000
LARGEST_HEAD = 64_000
MOST_BOUNDARIES = 500
MOST_PICTURES = 50
MOST_OF_SIGNATURE = 7
LONGEST_OF_SIGNATURE = 60
BOUNDARY = re.compile(rb"(?im)^content-type:\s*multipart/")
PARTS = re.compile(rb"(?m)^--\S")
DOCUMENTS = (".docx", ".odt", ".rtf")
WIDER = {
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-9": "cp1254",
}


def read_mail(data: bytes, name: str = "") -> tuple[Manuscript, str, tuple[bytes, str] | None]:
    """Return what a mail holds as HTML or Markdown, else its plain text, and a document that came with it."""
    head = data[: LARGEST_HEAD * 2].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if len(data) > LARGEST or len(head) > LARGEST_HEAD:
        raise ManuscriptError(Fault.TOO_BIG, line=0, most=LARGEST // 1_000_000)
    if len(BOUNDARY.findall(data)) > 30 or len(PARTS.findall(data)) > 5 * MOST_BOUNDARIES:
        raise ManuscriptError(Fault.TOO_NESTED, line=0)
    message = BytesParser(policy=policy.default).parsebytes(data)
    subject = PREFIX.sub("", " ".join(str(message["subject"] or "").split()), count=1).strip()
    document = next(
        ((_bytes(part), _name(part)) for part in message.walk() if _name(part).lower().endswith(DOCUMENTS)),
        None,
    )
    raw, plain = _body(message)
    raw = replace(
        raw, headline=subject, pictures=_pictures(message), language=str(message["content-language"] or "")
    )
    figures = tuple(Figure(picture=picture.id, alt=picture.alt) for picture in raw.pictures)
    return replace(raw, blocks=(*raw.blocks, *figures)), plain, document


def _body(message: EmailMessage) -> tuple[Manuscript, str]:
    subject = " ".join(str(message["subject"] or "").split())
    part = message.get_body(("html", "plain"))
    inner = next((each for each in message.walk() if each.get_content_type() == "message/rfc822"), None)
    if inner is not None and (part is None or not _bytes(part).strip()):
        handed_on = next(inner.iter_parts(), None)
        if isinstance(handed_on, EmailMessage):
            return _body(handed_on)
    if part is None:
        return Manuscript("", ()), ""
    text = decoded(_bytes(part), part.get_content_charset() or "")
    if part.get_content_type() == "text/html":
        parted = without_thread(text, is_forwarded=is_forwarded(subject))
        raw, signature = _without_signature(read_fragment(parted.copy))
        parted.taken += [signature]
        aside = tuple(SetAside("mail", taken) for taken in parted.taken if taken)
        remarks = tuple(Remark(Notice.SET_ASIDE, 0, f"{one.text[:60]} …") for one in aside)
        return replace(raw, set_aside=aside, remarks=(*raw.remarks, *remarks)), ""
    if part.get_param("format") == "flowed":
        text = unflowed(text, delete=part.get_param("delsp") == "yes")
    _subject, copy, taken = split_mail(f"Subject: {subject or 'x'}\n\n{text}")
    aside = (SetAside("mail", "\n".join(line.text for line in taken[1:])),) if taken[1:] else ()
    if is_markdown(copy):
        return replace(read_markdown(copy), set_aside=aside), ""
    return Manuscript("", (), set_aside=aside), copy.lstrip("\n")


def _without_signature(raw: Manuscript) -> tuple[Manuscript, str]:
    """Take the greeting at the end off, and the short lines below it."""
    lines = list(raw.blocks)
    for at in range(len(lines) - 1, max(0, len(lines) - 1 - MOST_OF_SIGNATURE), -1):
        line = lines[at]
        if not isinstance(line, Paragraph) or len(line.text) > LONGEST_OF_SIGNATURE:
            break
        if SIGN_OFF.fullmatch(line.text.strip()):
            said = "\n".join(text for block in lines[at:] for text in texts_of(block))
            return replace(raw, blocks=tuple(lines[:at])), said
    return raw, ""


def decoded(data: bytes, label: str) -> str:
    """Return the letters of a part: UTF-8 if they are that, else what the label says, read widely."""
    label = WIDER.get(label.lower(), label.lower())
    for encoding in ("iso2022_jp" if label.startswith("iso-2022-jp") else "utf-8", label):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    if guessed := guess(data):
        return guessed
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def unflowed(text: str, *, delete: bool) -> str:
    """Join the lines that a mail program broke: those that end with a blank go on (RFC 3676)."""
    out: list[str] = []
    goes_on = False
    for line in text.splitlines():
        line = line.removeprefix(" ")
        if goes_on and out:
            out[-1] += line
        else:
            out.append(line)
        goes_on = line.endswith(" ") and line != "-- "
        if goes_on and delete:
            out[-1] = out[-1][:-1]
    return "\n".join(line.rstrip() for line in out)


def _pictures(message: EmailMessage) -> tuple[Picture, ...]:
    found = [part for part in message.walk() if part.get_content_maintype() == "image"][:MOST_PICTURES]
    pictures = ((_bytes(part), _name(part)) for part in found)
    return tuple(
        Picture(f"attachment-{at}", name or f"picture-{at}", data)
        for at, (data, name) in enumerate(pictures, 1)
        if data
    )


def _name(part: Message) -> str:
    return " ".join((part.get_filename() or "").split())[:200]


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
