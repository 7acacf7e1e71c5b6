"""Shortcodes: those with a meaning here as HTML, all others out of the text and said."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from manuscripts import Notice, Remark

from .notes import Notes
from .paragraphs import tokens_of

NOTES = frozenset(["efn_note", "fn", "footnote", "ref", "mfn", "modern_footnote", "ftn", "sidenote", "sn"])
LISTS_OF_NOTES = frozenset(
    ["footnotes", "footnote_list", "efn_footnotes", "references", "reflist", "footnote_display"]
)
CAPTIONS = frozenset(["caption", "wp_caption"])
MEDIA = frozenset(["audio", "video", "playlist", "wp_audio", "wp_video"])
PLAYERS: Mapping[str, str] = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
}
ADDRESSED = frozenset(
    [
        "embed",
        "youtube",
        "vimeo",
        "soundcloud",
        "tweet",
        "twitter",
        "spotify",
        "instagram",
        "facebook",
        "flickr",
        "googlevideo",
        "dailymotion",
        "slideshare",
        "datawrapper",
    ]
)
EMBEDDED = re.compile(
    r"https?://(?:[\w-]+\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|twitter\.com|x\.com|bsky\.app"
    r"|datawrapper\.de|dwcdn\.net|spotify\.com|soundcloud\.com)/",
    re.IGNORECASE,
)
MOST_OPEN = 50
_ALWAYS = re.compile(r"(?:ez-)?toc|sitemap|[\w-]+-(?:form(?:-\d)?|posts|pages|toc|sitemap|gallery|slider)")
_SIGN = re.compile(
    r"\[(\[?)(/?)([A-Za-z][\w-]{0,60})(?=[\s=\]/:])((?:[^\[\]\"'“”″<>]|\"[^\"\]]{0,4000}\"|'[^'\]]{0,4000}'"
    r"|[“”″\"'<>])*+)\](\]?)"
)
_ATTRIBUTE = re.compile(
    r"""([\w-]{1,60})\s*=\s*(?:"([^"]*)"|'([^']*)'|[“”″]([^“”″]*)[“”″]|([^\s"'“”″]+))|"([^"]*)"|(\S+)"""
)
CODE = frozenset(["pre", "code", "script", "style"])
MOST_PIECES = 20
_BEGUN = re.compile(r"\[[A-Za-z][\w-]{0,60}\s[^\[\]]{0,4000}$")
_TAG = re.compile(r"</?([A-Za-z][\w-]*)")
_PICTURE = re.compile(r"\s*(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)

Attributes = dict[str, str]
Gallery = Callable[[Attributes], str]


@dataclass
class _Open:
    name: str
    attributes: Attributes
    raw: str
    place: int


@dataclass
class Shortcodes:
    """One text being gone over."""

    notes: Notes
    gallery: Gallery
    out: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    dropped: dict[str, Notice] = field(default_factory=dict)

    def read(self, html: str) -> str:
        """Return a text with its shortcodes as HTML."""
        for kind, token in _pieces(html):
            if kind == "text":
                self._text(token)
            else:
                self.out.append(token)
        for left in self.open:
            self.out[left.place] = self._alone(left)
        return "".join(self.out)

    def remarks(self) -> Iterator[Remark]:
        """Tell of those that mean nothing here."""
        for name, notice in self.dropped.items():
            yield Remark(notice, 0, f"[{name}]")

    def _text(self, text: str) -> None:
        at = 0
        for found in _SIGN.finditer(text):
            before, closing, name, said, behind = found.groups()
            if found.start() < at:
                continue
            if before and behind:
                # Written twice it is meant to be read.
                self.out += [text[at : found.start()], found[0][1:-1]]
                at = found.end()
                continue
            begin, end = found.start() + len(before), found.end() - len(behind)
            self.out.append(text[at:begin])
            self._sign(text[begin:end], name.lower(), said, is_close=bool(closing))
            at = end
        self.out.append(text[at:])

    def _sign(self, raw: str, name: str, said: str, *, is_close: bool) -> None:
        if is_close:
            self._close(raw, name)
            return
        opened = _Open(name, attributes_of(said.removesuffix("/")), raw, len(self.out))
        self.out.append(raw)
        if said.rstrip().endswith("/"):
            self.out[opened.place] = self._alone(opened)
            return
        self.open.append(opened)
        if len(self.open) > MOST_OPEN:
            first = self.open.pop(0)
            self.out[first.place] = self._alone(first)

    def _close(self, raw: str, name: str) -> None:
        at = next((at for at in range(len(self.open) - 1, -1, -1) if self.open[at].name == name), None)
        if at is None:
            self.out.append("" if name in self.dropped else raw)
            return
        for left in self.open[at + 1 :]:
            self.out[left.place] = self._alone(left)
        opened = self.open[at]
        del self.open[at:]
        inner = "".join(self.out[opened.place + 1 :])
        del self.out[opened.place :]
        self.out.append(self._around(opened, inner))

    def _around(self, said: _Open, inner: str) -> str:
        """Return what an opening and its close mean around what stands between them."""
        if said.name in NOTES:
            return self.notes.mark(inner)
        if said.name in CAPTIONS:
            return _captioned(said.attributes, inner)
        if said.name in MEDIA | ADDRESSED | {"gallery"}:
            address = unescape(re.sub(r"<[^>]*>", "", inner)).strip()
            return self._alone(said, address) if address else self._alone(said)
        self.dropped[said.name] = Notice.SHORTCODE
        return inner

    def _alone(self, said: _Open, address: str = "") -> str:
        """Return what a shortcode without a close means."""
        name = said.name
        if name == "gallery":
            return self.gallery(said.attributes)
        if name in LISTS_OF_NOTES:
            return ""
        if name in MEDIA:
            return self._media(said, address)
        if name in ADDRESSED:
            return self._addressed(said, address)
        if name in CAPTIONS | NOTES:
            return said.raw
        is_named = any(not key.isdecimal() for key in said.attributes)
        if not is_named and "_" not in name and not _ALWAYS.fullmatch(name):
            # Words in brackets are words: [sic], [re-elected], [note to self].
            return said.raw
        self.dropped[name] = Notice.PART_LEFT_OUT
        return ""

    def _media(self, said: _Open, address: str) -> str:
        sources = ("src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv", "flv", "0")
        found = address or next((said.attributes[key] for key in sources if said.attributes.get(key)), "")
        if not found.startswith(("http", "/")):
            self.dropped[said.name] = Notice.PART_LEFT_OUT
            return ""
        self.dropped[said.name] = Notice.PART_AS_LINK
        return as_link(found)

    def _addressed(self, said: _Open, address: str) -> str:
        given = (said.attributes.get(key, "") for key in ("url", "src", "id", "0", "1"))
        found = address or next((value.lstrip("=") for value in given if value), "")
        if said.name in PLAYERS and re.fullmatch(r"[\w-]{3,20}", found):
            found = PLAYERS[said.name].format(found)
        if not found.startswith("http"):
            self.dropped[said.name] = Notice.PART_LEFT_OUT
            return ""
        return embedded(found)


def embedded(address: str) -> str:
    """Return what another site shows: in the text where that is known here, else as a link."""
    if EMBEDDED.match(address):
        return f'<iframe src="{escape(re.sub("^http:", "https:", address))}"></iframe>'
    return as_link(address)


def as_link(address: str) -> str:
    """Return a paragraph that leads to an address."""
    return f'<p><a href="{escape(address)}">{escape(address)}</a></p>'


def attributes_of(said: str) -> Attributes:
    """Return the attributes of a shortcode; those without a name are counted."""
    found: Attributes = {}
    number = 0
    for name, double, single, curly, bare, alone, word in _ATTRIBUTE.findall(said):
        if name:
            found[name.lower()] = unescape(double or single or curly or bare)
        else:
            found[str(number)] = unescape(alone or word)
            number += 1
    return found


def _captioned(attributes: Attributes, inner: str) -> str:
    picture = _PICTURE.match(inner)
    words = attributes.get("caption", "") or (inner[picture.end() :].strip() if picture else "")
    shown = picture[0].strip() if picture else inner
    return f"<figure>{shown}<figcaption>{words}</figcaption></figure>" if words else shown


def figures(pictures: Sequence[tuple[str, str, str]]) -> str:
    """Return pictures (address, description, caption) as HTML."""
    return "".join(
        f'<figure><img src="{escape(address)}" alt="{escape(alt)}">'
        + (f"<figcaption>{escape(caption, quote=False)}</figcaption>" if caption else "")
        + "</figure>"
        for address, alt, caption in pictures
    )


def _pieces(html: str) -> Iterator[tuple[str, str]]:
    """Yield text and tags; what is code is no text, for nothing in it is a shortcode."""
    verbatim = held = ""
    for kind, token in _with_whole_attributes(html):
        name = _tag_of(token) if kind == "tag" else ""
        if verbatim:
            held += token
            if name == verbatim and token.startswith("</"):
                yield "tag", held
                verbatim = held = ""
        elif name in CODE and not token.startswith("</"):
            verbatim, held = name, token
        else:
            yield kind, token
    if held:
        yield "tag", held


def _with_whole_attributes(html: str) -> Iterator[tuple[str, str]]:
    """Yield what stands in a text; a tag within the quote marks of a shortcode belongs to it."""
    held, pieces = "", 0
    for kind, token in tokens_of(html):
        if not held and kind != "text":
            yield kind, token
            continue
        held, pieces = held + token, pieces + 1
        begun = _BEGUN.search(held) if pieces < MOST_PIECES else None
        if begun is None or begun[0].count('"') % 2 == 0:
            yield "text", held
            held, pieces = "", 0
    if held:
        yield "text", held


def _tag_of(token: str) -> str:
    found = _TAG.match(token)
    return found[1].lower() if found else ""
