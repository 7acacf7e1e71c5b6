"""What stands behind the text and is no part of it: end marks, contacts, boilerplate, rights."""

from dataclasses import replace

from manuscripts.layout import Line, ends_sentence
from manuscripts.manuscript import Figure, Paragraph
from manuscripts.remarks import Notice

from .aside import Aside
from .words import (
    ADVERTISEMENT,
    BOILERPLATE,
    CONTACT,
    COPYRIGHT,
    DESK,
    END_BEHIND,
    END_MARK,
    FOLLOWING,
    NEWSLETTER,
    NOT_TO_PUBLISH,
    PAGE_NUMBER,
    REACHED_AT,
    SOURCES,
)

LONGEST_LINE = 90
MOST_BOILERPLATE = 6
MOST_BEHIND = 16


def without_ending(lines: list[Line], aside: Aside) -> list[Line]:
    """Return the text without what frames it; what is set aside keeps its place and its words."""
    kept: list[Line] = []
    at = 0
    last = max((at for at, line in enumerate(lines) if _begins_text(line)), default=0)
    while at < len(lines):
        line = lines[at]
        end = _frame_end(lines, at)
        if end > at:
            is_contact = CONTACT.fullmatch(line.text) or DESK.fullmatch(line.text)
            kind = "contact" if is_contact else "boilerplate"
            # A picture has no words that a history could keep.
            pictures = [other for other in lines[at:end] if isinstance(other.block, Figure)]
            aside.take(kind, *(other for other in lines[at:end] if other not in pictures))
            kept += pictures
            at = end
            continue
        at += 1
        text = line.text.strip("*_ ")
        if _is_end_mark(lines, at - 1):
            aside.take("end mark", line, notice=Notice.END_MARK_LEFT_OUT)
        elif ADVERTISEMENT.fullmatch(text):
            aside.take("label", line)
        elif (
            len(text) < LONGEST_LINE
            and NEWSLETTER.fullmatch(text)
            # Amid the text a whole sentence is somebody's: "Unsubscribe? Never, she said."
            and not (at <= last and text.endswith("."))
        ):
            aside.take("newsletter", line)
        elif (
            len(text) < LONGEST_LINE
            and COPYRIGHT.search(text)
            and (COPYRIGHT.match(text) or "©" in text or "eserved" in text)
        ):
            aside.take("rights", line)
        elif PAGE_NUMBER.fullmatch(text) and kept and (at == len(lines) or line.gap):
            aside.take("page number", line)
        else:
            kept.append(_without_mark_behind(line, aside))
    return kept


def _without_mark_behind(line: Line, aside: Aside) -> Line:
    found = END_BEHIND.search(line.text)
    if found is None or not found.start():
        return line
    aside.take("end mark", Line(line.number, found.group().strip()), notice=Notice.END_MARK_LEFT_OUT)
    text = line.text[: found.start()]
    block = replace(line.block, text=text) if isinstance(line.block, Paragraph) else line.block
    return replace(line, text=text, block=block)


def _is_end_mark(lines: list[Line], at: int) -> bool:
    """Tell whether a line ends the copy; "end" by itself in small letters is a word of somebody's."""
    text = lines[at].text
    return END_MARK.fullmatch(text) is not None and not text.strip(" .").islower() and at > 0


def _frame_end(lines: list[Line], at: int) -> int:
    """Return where a block of contacts or boilerplate that begins here ends; `at` if none does."""
    line = lines[at]
    if at >= 2 and len(line.text) <= LONGEST_LINE and _is_for_the_desk(line):
        return next((end for end in range(at + 1, len(lines)) if _heads_sources(lines[end])), len(lines))
    if DESK.fullmatch(line.text) and REACHED_AT.search(line.text):
        return at + 1
    if at < 2 or len(line.text) > LONGEST_LINE:
        return at
    if CONTACT.fullmatch(line.text) and any(REACHED_AT.search(other.text) for other in lines[at : at + 8]):
        end = at + 1
        while end < len(lines) and not _begins_text(lines[end]) and not _heads_sources(lines[end]):
            end += 1
        return end
    is_about = BOILERPLATE.fullmatch(line.text.strip("*_ ")) and not ends_sentence(line.text.rstrip(":"))
    if is_about and line.gap and _is_last_but_contacts(lines, at):
        end = at + 1
        while end < len(lines) and end - at <= MOST_BOILERPLATE and not lines[end].gap:
            end += 1
        return end if end > at + 1 else min(at + 2, len(lines))
    return at


def _is_for_the_desk(line: Line) -> bool:
    """Tell whether a line says so of what follows; "The memo was not for publication." is a sentence."""
    text = line.text.strip("*_# ")
    is_sentence = text.endswith((".", "!", "?", "”", '"', "»")) and FOLLOWING.match(text) is None
    return NOT_TO_PUBLISH.fullmatch(text) is not None and not is_sentence


def _is_last_but_contacts(lines: list[Line], at: int) -> bool:
    """Tell whether nothing but contacts and end marks stands behind a paragraph of boilerplate."""
    if len(lines) - at >= MOST_BEHIND:
        return False
    behind = [line for line in lines[at + 1 :] if line.gap][:MOST_BOILERPLATE]
    return all(
        CONTACT.fullmatch(line.text)
        or END_MARK.fullmatch(line.text)
        or REACHED_AT.search(line.text)
        or BOILERPLATE.fullmatch(line.text)
        or COPYRIGHT.search(line.text)
        for line in behind[1:]
    )


def _heads_sources(line: Line) -> bool:
    """Tell whether a list of sources begins: below it, other than beside "Source: …", stand its entries."""
    found = SOURCES.fullmatch(line.text.strip("*_# "))
    return found is not None and not found["rest"]


def _begins_text(line: Line) -> bool:
    return len(line.text) > LONGEST_LINE and ends_sentence(line.text) and not REACHED_AT.search(line.text)
