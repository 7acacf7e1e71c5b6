"""A mail as HTML without its thread and its signature, or the mail that it hands on."""

import re
from dataclasses import dataclass, field

from lxml import etree, html

# Boxes in which mail programs keep what is older, or whose it is.
BOXES = (
    "//blockquote[@type='cite'] | //*[contains(@class, 'gmail_quote') or contains(@class, 'yahoo_quoted')"
    " or contains(@class, 'gmail_signature') or contains(@class, 'moz-signature')"
    " or contains(@class, 'moz-cite-prefix') or @id='Signature' or @id='signature'"
    " or @id='ms-outlook-mobile-signature']"
)
# Behind these everything is older.
MARKS = (
    "//*[@id='divRplyFwdMsg' or @id='appendonsend' or contains(@class, 'OutlookMessageHeader')"
    " or contains(@class, 'moz-email-headers-table')]"
)
HEAD_ID = "mail-head"
HEADS = (
    "//*[contains(@class, 'gmail_attr') or contains(@class, 'moz-email-headers-table') or @id='mail-head'"
    " or @id='divRplyFwdMsg']"
)
# Outlook on a desk writes the head of an older mail as words and nothing else.
HEAD = re.compile(
    r"(?:-{2,}[^-]{5,40}-{2,}\s*)?(?:from|von|de|da|van|från|fra|от|发件人|差出人)\s*[:：].{1,200}?"
    r"(?:sent|date|gesendet|datum|envoyé|enviad[oa](?:\s+el|\s+em)?|fecha|inviato|data|verzonden|skickat|sendt|отправлено|дата|发送时间|日期|送信日時)"
    r"\s*[:：].{1,300}?"
    r"(?:to|an|à|para|a|aan|till|til|кому|收件人|宛先|subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|тема|主题|件名)\s*[:：]",
    re.IGNORECASE,
)
LONGEST_HEAD = 600
MOST_WORDS_ABOVE = 40


@dataclass
class Parted:
    """The copy of a mail, and the words that were taken out of it."""

    copy: str
    taken: list[str] = field(default_factory=list)


def without_thread(text: str, *, is_forwarded: bool) -> Parted:
    """Take out what is older and the signature; of a mail handed on with a short word, take that word."""
    if not text.strip():
        return Parted(text)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True))
    except (etree.ParserError, ValueError):
        return Parted(text)
    parted = Parted("")
    older = [*_cut_at_mark(root), *_boxes(root)]
    if not older:
        return Parted(text)
    said = " ".join(root.text_content().split())
    if is_forwarded and len(said.split()) <= MOST_WORDS_ABOVE:
        parted.taken += [said] if said else []
        parts = [_without_head(part, parted) for part in older if not _is_signature(part)]
        parted.copy = "".join(parts)
        return parted
    parted.taken += [" ".join(part.text_content().split()) for part in older]
    parted.copy = html.tostring(root, encoding="unicode")
    return parted


def _boxes(root: html.HtmlElement) -> list[html.HtmlElement]:
    found = []
    for box in root.xpath(BOXES):
        # A box within one that was taken already goes with it.
        if box.getparent() is not None and root in box.iterancestors():
            found.append(box)
            box.drop_tree()
    return found


def _cut_at_mark(root: html.HtmlElement) -> list[html.HtmlElement]:
    """Take the first mark of an older mail and what stands behind it, wherever it is nested."""
    marks = root.xpath(MARKS)
    mark = marks[0] if marks else _head_in_words(root)
    if mark is None:
        return []
    behind: list[html.HtmlElement] = []
    level: html.HtmlElement | None = mark
    while level is not None and level is not root and level.tag != "body":
        behind += list(level.itersiblings())
        level = level.getparent()
    taken: list[html.HtmlElement] = []
    for element in (mark, *behind):
        if element.getparent() is None:
            continue
        # Bare words behind an element are of the older mail too; dropped alone, it leaves them in the copy.
        tail = _tail_of(element)
        if isinstance(element.tag, str):
            element.drop_tree()
            taken.append(element)
        if tail is not None:
            taken.append(tail)
    mark.set("id", HEAD_ID)
    return taken


def _tail_of(element: html.HtmlElement) -> html.HtmlElement | None:
    """Take the words behind an element out of its document, as an element of their own."""
    tail, element.tail = element.tail, None
    if not tail or not tail.strip():
        return None
    taken: html.HtmlElement = html.Element("div")
    taken.text = tail
    return taken


def _head_in_words(root: html.HtmlElement) -> html.HtmlElement | None:
    """Return the innermost element that begins as the head of a mail does: "From: … Sent: … To: …"."""
    found = None
    for element in root.iter("p", "div", "blockquote"):
        if found is not None and found not in element.iterancestors():
            break
        if HEAD.match(_beginning(element)):
            found = element
    return found


def _beginning(element: html.HtmlElement) -> str:
    said = ""
    for text in element.itertext():
        said += text
        if len(said) > LONGEST_HEAD:
            break
    return " ".join(said.split())[:LONGEST_HEAD]


def _without_head(part: html.HtmlElement, parted: Parted) -> str:
    for head in part.xpath("." + HEADS) + part.xpath(f"self::*[@id='{HEAD_ID}' or @id='divRplyFwdMsg']"):
        parted.taken.append(" ".join(head.text_content().split()))
        if head is part:
            return ""
        head.drop_tree()
    return html.tostring(part, encoding="unicode", with_tail=False)


def _is_signature(part: html.HtmlElement) -> bool:
    named = f"{part.get('class', '')} {part.get('id', '')}".lower()
    return "signature" in named or "cite-prefix" in named
