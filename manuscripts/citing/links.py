"""Where a source is: its address, DOI or ISBN, and the day somebody read it, taken out of an entry."""

import re
from dataclasses import dataclass

from manuscripts.suffixes import parts_of

from .dates import find_date
from .words import either

URL = re.compile(r"\bhttps?://[^\s<>\"“”«»，。；、（）「」『』《》]{1,2000}", re.IGNORECASE)
DOI = re.compile(
    r"\b(?:https?://)?(?:(?:(?:www|dx)\.)?doi\.org/|doi\s?:?\s*(?:https?://)?(?:(?:dx\.)?doi\.org/)?)?(10\.\d{4,9}/(?:[^\s<>\"“”«»，。；]|<\d{1,6}::[\w-]{1,20}>){1,300})",
    re.IGNORECASE,
)
HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}"
ADDRESS = re.compile(rf"({HOST})((?:/|\?)[^\s<>\"“”]*)?", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\w@./-])(?:www\.{HOST}(?:/[^\s<>\"“”]*)?|{HOST}/[^\s<>\"“”]*)", re.IGNORECASE)
MARKDOWN_LINK = re.compile(
    r"\[([^\[\]]{1,300})\]\(<?((?:https?://)[^\s()<>]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?)>?\)",
    re.IGNORECASE,
)
ISBN = re.compile(
    r"\b(?:e-?)?ISBN(?:-1[03])?\s*:?\s*((?:97[89][-‐‑– ]?)?\d(?:[-‐‑– ]?\d){8}[-‐‑– ]?[\dXx])(?!\d)"
    r"(?:\s*\([^()]{1,20}\))?",
    re.IGNORECASE,
)
LABEL_AT_END = re.compile(
    rf"(?:^|[\s.,;:(\[，。；،])(?:{either('available')}|doi|DOI)\s*[:：]?\s*[<(]?\s*$", re.IGNORECASE
)
_ACCESSED = re.compile(
    rf"[\[(（]?\s*\b(?P<words>(?:{either('accessed')}))(?!\w)\s*[:：]?\s*(?:(?:on|am|le|el|em|il|op)\s+)?",
    re.IGNORECASE,
)
_ACCESSED_BEHIND = re.compile(
    r"[(（]?\s*(\d{4}年\d{1,2}月\d{1,2}日)\s*(?:に?(?:閲覧|アクセス|参照|访问|查阅|引用))[)）]?"
)
LAST_DOMAIN = re.compile(rf"(?:[\s(,–—|-]|^)\(?(?:www\.)?({HOST})\)?\.?$", re.IGNORECASE)
# "Recuperado el 3 de mayo de 2023 de https://…"
_DANGLING = re.compile(r"(?<=\S)[.,]?\s+(?:de|from|von|at|on|em|da|su|sur|unter|auf)\W*$")
_LINK_LABEL = re.compile(rf"(?:{either('available')})\s*[:：]?\s+", re.IGNORECASE)
MAX_HOST = 253
TAIL = 300
LONGEST_DATE = 40


@dataclass
class Whereabouts:
    """What an entry says of where its source is."""

    url: str = ""
    domain: str = ""
    doi: str = ""
    isbn: str = ""
    accessed: str = ""
    note: str = ""

    @property
    def says_anything(self) -> bool:
        """Tell whether anything says where the source is."""
        return bool(self.url or self.domain or self.doi)


def take_whereabouts(text: str) -> tuple[str, Whereabouts]:
    """Return what is left of an entry, and where its source is found."""
    place = Whereabouts()
    if link := MARKDOWN_LINK.search(text):
        _take_url(place, link[2])
        same = link[1].strip().rstrip("/") in (link[2].rstrip("/"), link[2].partition("://")[2].rstrip("/"))
        text = f"{text[: link.start()]}{'' if same else link[1]}{text[link.end() :]}"
    text = _take_isbn(place, text)
    if doi := DOI.search(text):
        found = trimmed(doi[1])
        place.doi = found
        text = without(text, doi.start(), doi.start(1) + len(found))
    while url := URL.search(text):
        found = trimmed(url.group())
        if not place.url and not _is_resolver(found):
            _take_url(place, found)
        if len(found) < len("http://a"):
            break
        text = without(text, url.start(), url.start() + len(found))
    if not place.url and (bare := _BARE.search(text)) and (address := _bare_address(trimmed(bare.group()))):
        place.url, place.domain = address
        text = without(text, bare.start(), bare.start() + len(trimmed(bare.group())))
    text = _take_accessed(place, text)
    return _without_label(text), place


def _take_isbn(place: Whereabouts, text: str) -> str:
    if (isbn := ISBN.search(text)) is None:
        return text
    place.isbn = isbn[1].strip()
    return without(text, isbn.start(), isbn.end())


def _take_accessed(place: Whereabouts, text: str) -> str:
    """Take "accessed 3 May 2024" out, wherever in the second half it stands."""
    if behind := _ACCESSED_BEHIND.search(text):
        dated = find_date(behind[1])
        place.accessed = dated.iso if dated else ""
        place.note = behind.group().strip(" ()（）")
        return without(text, behind.start(), behind.end())
    for found in _ACCESSED.finditer(text):
        dated = find_date(text[found.end() : found.end() + LONGEST_DATE])
        if dated is None or dated.start > 2:
            continue
        end = found.end() + dated.end
        if text[found.start()] in "[(（" and text[end : end + 1] in ("]", ")", "）"):
            end += 1
        place.accessed = dated.iso
        place.note = text[found.start("words") : end].strip(" .)]")
        return re.sub(_DANGLING, "", without(text, found.start(), end))
    # Without a date it is said and kept, as it always was.
    if said := re.search(
        r"[\s.,;(\[]+((?:last )?(?:accessed|viewed|visited)\b[^.;]{0,60})\W*$", text[-TAIL:]
    ):
        place.note = said[1].strip(" .)]")
        return text[: len(text) - len(text[-TAIL:]) + said.start()]
    return text


def _take_url(place: Whereabouts, url: str) -> None:
    host = host_of(url)
    if _is_resolver(url) and (doi := DOI.search(url)):
        # The address of a DOI says nothing about who published.
        place.doi = place.doi or trimmed(doi[1])
        return
    place.url = url
    place.domain = place.domain or host


def _is_resolver(url: str) -> bool:
    return host_of(url) in ("doi.org", "dx.doi.org") and DOI.search(url) is not None


def _bare_address(piece: str) -> tuple[str, str] | None:
    address = ADDRESS.fullmatch(piece)
    if address is None:
        return None
    # "nightradio.example/12": with a path, small letters and an ending of a word it can be nothing else.
    looks_like_one = address[1].islower() and len(address[1].rpartition(".")[2]) > 2
    if not (piece.lower().startswith("www.") or is_host(address[1]) or looks_like_one):
        return None
    host = address[1].lower().removeprefix("www.")
    path = (address[2] or "").strip("/")
    return (f"https://{piece}" if path or not is_host(address[1]) else ""), host


def host_of(url: str) -> str:
    """Return the host of an address, without www."""
    host = url.partition("://")[2].split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    return host.rpartition("@")[2].partition(":")[0].lower().removeprefix("www.")


def is_host(host: str) -> bool:
    """Tell whether a host is somebody's domain, or beneath it."""
    if len(host) > MAX_HOST:
        return False
    found = parts_of(host)
    return bool(found.suffix and found.domain)


def trimmed(url: str) -> str:
    """Drop the punctuation of the sentence around a link, not the link's own brackets."""
    unmatched = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in ".,;:!?'”’]、，。" or (url[end - 1] == ")" and unmatched > 0)):
        unmatched -= url[end - 1] == ")"
        end -= 1
    return url[:end]


def trailing_domain(text: str) -> tuple[str, int] | None:
    """Find a domain at the end of a line: "A title (cgtn.com)"."""
    tail = text[-TAIL:]
    found = LAST_DOMAIN.search(tail)
    if found is None or found[1] != found[1].lower() or not is_host(found[1]):
        return None
    return found[1].removeprefix("www."), len(text) - len(tail) + found.start()


def without(text: str, start: int, end: int) -> str:
    """Return a text without a part of it, and without the brackets that stood around it alone."""
    before, after = text[:start].rstrip(" \t<"), text[end:].lstrip(" \t>")
    before = _without_label(before)
    while before[-1:] in ("(", "[", "<", "（") and before and after[:1] in (")", "]", ">", "）", ""):
        before, after = before[:-1].rstrip(), after[1:]
    if after[:1] in (".", ",", ";", "，", "。", "،") and before[-1:] in (
        ".",
        ",",
        ";",
        ":",
        "，",
        "。",
        "،",
        "",
    ):
        after = after[1:]
    glue = "" if not after or after[0] in ".,;:)]" else " "
    return f"{before}{glue}{after.lstrip()}".strip()


def _without_label(text: str) -> str:
    tail = text[-60:]
    while label := LABEL_AT_END.search(tail):
        text = text[: len(text) - len(tail) + label.start()].rstrip()
        tail = text[-60:]
    return text


def holds_link(text: str) -> bool:
    """Tell whether a line gives a web address, a domain or a DOI."""
    if "." not in text and "://" not in text:
        return False
    if URL.search(text) or DOI.search(text):
        return True
    return read_link(text) is not None or trailing_domain(text) is not None


def read_link(text: str) -> list[Whereabouts] | None:
    """Read a line that is only links, or return None."""
    bare = text.strip()
    if label := _LINK_LABEL.match(bare):
        bare = bare[label.end() :]
    pieces = [piece for piece in re.split(r"[\s,;]+", bare) if piece and piece not in ("and", "&")]
    if pieces[:1] and pieces[0].lower() in ("doi", "doi:"):
        pieces = pieces[1:]
    found = []
    for piece in pieces:
        place = _read_address(piece)
        if place is None:
            return None
        found.append(place)
    return found or None


def _read_address(piece: str) -> Whereabouts | None:
    piece = piece.strip("<>[]").rstrip(".,;:")
    if piece.startswith("("):
        piece = piece[1:].removesuffix(")")
    place = Whereabouts()
    if doi := DOI.fullmatch(piece):
        place.doi = trimmed(doi[1])
        return place
    if URL.fullmatch(piece):
        _take_url(place, trimmed(piece))
        return place
    address = ADDRESS.fullmatch(piece)
    if address is None or not is_host(address[1]):
        return None
    place.domain = address[1].lower().removeprefix("www.")
    place.url = f"https://{piece}" if (address[2] or "").strip("/") else ""
    return place
