"""Cards of Ghost, frames, recordings, scripts: what has a meaning here is kept, what has none is said."""

import re
from html import unescape
from typing import Any

from lxml import etree

import manuscripts
from manuscripts import ManuscriptError, Notice, Remark

LONGEST_SAID = 300
GATE = re.compile(r"<!--\s*kg-gated-block:(?P<terms>begin\b[^>]{0,500}|end\s*)-->")
PAYWALL = re.compile(r"<!--\s*members-only\s*-->")
TAGS = re.compile(r"<[^<>]*>")
RESIZED = re.compile(r"(/content/images)/size/w\d+(?:h\d+)?(?:/format/\w+)?(?=/)")
# What only the site before could do; the words in it are said.
LEFT_OUT = ("kg-signup-card", "kg-collection-card", "kg-nft-card", "kg-transistor-card")
RECORDINGS = {
    "kg-audio-card": "kg-audio-title",
    "kg-video-card": "kg-video-title",
    "kg-file-card": "kg-file-card-title",
}


def without_cards(html: str) -> tuple[str, list[Remark]]:
    """Return a post's HTML as the reader of HTML knows it, and what could not be kept."""
    remarks: list[Remark] = []
    html = _gates_opened(html, remarks)
    if wall := PAYWALL.search(html):
        before = _words_of(html[: wall.start()])
        remarks.append(Remark(Notice.FOR_MEMBERS_FROM_HERE, 0, f"…{before[-60:]}" if before else "…"))
    if "kg-" not in html and not re.search(r"<(?:iframe|script|form|object|embed|audio|video)\b", html, re.I):
        return RESIZED.sub(r"\1", html), remarks
    try:
        root = manuscripts.parsed(html)
    except ManuscriptError:
        # Whoever reads it next says what is wrong with it.
        return html, remarks
    body = next(root.iter("div"), root)
    for element in list(body.iter()):
        if isinstance(element.tag, str) and (element is body or _is_within(element, body)):
            _card(element, remarks)
    whole = etree.tostring(body, encoding="unicode", method="html", with_tail=False)
    return RESIZED.sub(r"\1", whole), remarks


def _gates_opened(html: str, remarks: list[Remark]) -> str:
    """Take the parts out that not everybody was shown; those that everybody was stay."""

    # Between two gates stands what the first of them says, until it is closed.
    before, *rest = GATE.split(html)
    kept = [before]
    for said, inside in zip(rest[::2], rest[1::2], strict=True):
        terms = said.replace(" ", "")
        if "nonMember:false" not in terms:
            kept.append(inside)
        elif inside.strip():
            remarks.append(Remark(Notice.PART_LEFT_OUT, 0, _words_of(inside)[:LONGEST_SAID]))
    return "".join(kept)


def _card(element: Any, remarks: list[Remark]) -> None:
    classes = set((element.get("class") or "").split())
    if element.tag in ("script", "form", "object", "embed", "applet"):
        _leave_out(element, remarks)
    elif element.tag == "iframe":
        _frame(element, remarks)
    elif classes.intersection(LEFT_OUT):
        _leave_out(element, remarks)
    elif "kg-bookmark-card" in classes:
        _bookmark(element)
    elif card := classes & RECORDINGS.keys():
        _recording(element, RECORDINGS[card.pop()], remarks)
    elif element.tag in ("audio", "video"):
        _recording(element, "", remarks)
    elif "kg-callout-card" in classes:
        _callout(element, remarks)
    elif "kg-product-card-rating" in classes:
        stars = len(element.xpath(".//*[contains(@class, 'rating-active')]"))
        remarks.append(Remark(Notice.PART_LEFT_OUT, 0, "★" * stars or "☆"))
        _replace(element)
    elif element.tag == "img" and element.get("alt") in ("CTA Image", "audio-thumbnail"):
        element.set("alt", "")


def _frame(element: Any, remarks: list[Remark]) -> None:
    """Keep a video; of another part of another site keep where it is."""
    address = (element.get("src") or "").strip()
    whole = f"https:{address}" if address.startswith("//") else address
    if manuscripts.EMBEDS.match(whole):
        return
    if whole.startswith(("https://", "http://")):
        remarks.append(Remark(Notice.PART_AS_LINK, 0, whole[:LONGEST_SAID]))
        _replace(element, _link(whole, element.get("title") or whole))
    else:
        _leave_out(element, remarks)


def _bookmark(card: Any) -> None:
    """Make a link of a bookmark, with who published it; what it says of the page is the page's."""
    link = next(card.iter("a"), None)
    address = link.get("href") if link is not None else ""
    title = _inside(card, "kg-bookmark-title") or address
    # The two classes have each other's names.
    publisher = _inside(card, "kg-bookmark-author") or _inside(card, "kg-bookmark-publisher")
    made = _link(address, title)
    made[0].tail = f" ({publisher})" if publisher and publisher != title else ""
    _replace(card, made, *_captions(card))


def _recording(card: Any, title: str, remarks: list[Remark]) -> None:
    """Make a link of a recording or a file: it stays where it was."""
    source = (
        card
        if card.get("src")
        else next(iter(card.xpath(".//*[@src and not(self::img)] | .//a[@href]")), None)
    )
    address = (source.get("src") or source.get("href") or "") if source is not None else ""
    words = (_inside(card, title) if title else "") or card.get("title") or address.rsplit("/", 1)[-1]
    if not address:
        _leave_out(card, remarks)
        return
    remarks.append(Remark(Notice.PART_AS_LINK, 0, address[:LONGEST_SAID]))
    described = _inside(card, "kg-file-card-caption")
    lines = [_paragraph(described)] if described else []
    _replace(card, _link(address, words), *lines, *_captions(card))


def _callout(card: Any, remarks: list[Remark]) -> None:
    """Make running text of a box; the little picture before it is no word."""
    text = next(iter(card.xpath(".//*[contains(@class, 'kg-callout-text')]")), None)
    if text is None:
        return
    said = " ".join("".join(text.itertext()).split())
    remarks.append(Remark(Notice.PART_AS_TEXT, 0, said[:LONGEST_SAID]))
    _replace(card, text)


def _leave_out(element: Any, remarks: list[Remark]) -> None:
    words = " ".join("".join(element.itertext()).split()) if element.tag != "script" else ""
    said = words or element.get("src") or element.get("data") or element.get("class") or element.tag
    remarks.append(Remark(Notice.PART_LEFT_OUT, 0, str(said)[:LONGEST_SAID]))
    _replace(element)


def _replace(element: Any, *others: Any) -> None:
    """Put others where an element is; what stands behind it stays."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    at = parent.index(element)
    element.tail = None
    parent.remove(element)
    for other in reversed(others):
        other.tail = None
        parent.insert(at, other)
    if not tail:
        return
    before = others[-1] if others else (parent[at - 1] if at else None)
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail


def _link(address: str, words: str) -> Any:
    paragraph = etree.Element("p")
    link = etree.SubElement(paragraph, "a", href=address)
    link.text = words
    return paragraph


def _paragraph(words: str) -> Any:
    paragraph = etree.Element("p")
    paragraph.text = words
    return paragraph


def _captions(card: Any) -> list[Any]:
    found = list(card.iter("figcaption"))
    for caption in found:
        caption.tag = "p"
    return found


def _inside(card: Any, name: str) -> str:
    found = card.xpath(".//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} ")
    return " ".join("".join(found[0].itertext()).split()) if found else ""


def _is_within(element: Any, body: Any) -> bool:
    return any(around is body for around in element.iterancestors())


def _words_of(html: str) -> str:
    return " ".join(unescape(TAGS.sub(" ", html)).split())
