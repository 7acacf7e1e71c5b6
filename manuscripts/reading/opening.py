"""What stands above the text: labels, an embargo, the headline, its deck, who wrote it, and when."""

import re
from dataclasses import dataclass, field

from manuscripts.errors import Fault, ManuscriptError
from manuscripts.layout import BULLET, HASHES, Line, bare, ends_sentence
from manuscripts.manuscript import Embargo, Heading
from manuscripts.remarks import Notice, Remark
from manuscripts.typography import typographic

from .aside import Aside
from .bylines import AGENCY, ROLE, read_byline, read_name_alone, read_name_with_more
from .embargo import read_embargo, stricter
from .words import (
    BREADCRUMB,
    DATE_LINE,
    FOR_EDITORS,
    KICKER,
    LABEL,
    NEWSLETTER,
    NOTE_ABOVE,
    PAGE_NUMBER,
    SLUG,
    VERSION,
    WIRE_ID,
)

# As long as an article's may be.
LONGEST_HEADLINE = 200
LONGEST_SUMMARY = 600
LONGEST_DECK = 300
LONGEST_DECK_ALONE = 150
LONGEST_NAME = 40
FEWEST_DECK_LETTERS = 20
MOST_ABOVE = 14
MARKED = re.compile(
    r"^\^(.*?)@?$|^<(?:headline|h1|title)>(.*?)(?:</.*)?$|^(?:headline|title|titel|titre|título|überschrift|hed)\s*:\s*(\S.*)$",
    re.IGNORECASE,
)
INTERVIEW = re.compile(
    r"(?:interview|entretien|entrevista|intervista|propos\s+recueillis|das\s+gespräch|die\s+fragen|recueilli)",
    re.IGNORECASE,
)
SAID_DECK = re.compile(
    r"^(?:deck|dek|summary|subhead(?:line)?|standfirst|subtitle|lead|sub|unterzeile|vorspann|chapeau|entradilla)\s*:\s*(?=\S)",
    re.IGNORECASE,
)
DATELINE = re.compile(
    r"^(?:[A-ZÀ-Þ][\w’'. -]{1,40}(?:,\s[^–—-]{1,40})?\s*\([^()]{2,40}\)|[A-ZÀ-Þ][A-ZÀ-Þ’'. -]{2,40}(?:,\s[^–—]{1,50})?(?:\s*/[^/]{2,30}/)?)\s*[.:]?\s*[–—-]|^（[^（）]{2,30}电）|^新华社"
)


@dataclass
class Opening:
    """What stands above the text, and how many lines it took."""

    headline: str = ""
    summary: str = ""
    byline: tuple[str, ...] = ()
    embargo: Embargo | None = None
    story: str = ""
    taken: int = 0
    # Lines among those taken that are of the text: the points above a wire story's byline.
    kept: list[Line] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    is_interview: bool = False


def read_opening(
    lines: list[Line], aside: Aside, *, headline: str = "", subject: str = "", fallback: str = ""
) -> Opening:
    """Read what stands above a text.

    `headline` is one that is known already, `subject` a mail's, `fallback` what a document is called that
    begins with its first sentence.
    """
    if not lines and not headline:
        raise ManuscriptError(Fault.NO_WORDS, line=1)
    opening = Opening()
    at = _above(lines, 0, opening, aside)
    if headline:
        opening.headline = typographic(headline)
        if at < len(lines) and bare(lines[at].text) == bare(headline):
            at += 1
    else:
        at = _headline(lines, at, opening, aside, subject=subject, fallback=fallback)
    at = _below(lines, at, opening, aside)
    opening.taken = at
    return opening


def is_date(text: str) -> bool:
    """Tell whether a line is a date and nothing else."""
    parts = re.split(r"\s+[|·•]\s+", text.strip(" |·•"))
    return len(parts) < 4 and all(len(part) < 70 and DATE_LINE.fullmatch(part) is not None for part in parts)


def is_byline(text: str) -> bool:
    """Tell whether a line names its writers: "By Jane Doe"."""
    return read_byline(Line(0, text)) is not None


def _above(lines: list[Line], at: int, opening: Opening, aside: Aside) -> int:
    """Set aside what stands above the headline, and hold what it says of the text."""
    start = at
    while at + 1 < len(lines) and at - start < MOST_ABOVE:
        line = lines[at]
        text = line.text.strip(" *_#")
        if found := read_embargo(line):
            opening.embargo = stricter(opening.embargo, found)
            aside.take("embargo", line, notice=Notice.EMBARGO if found.moment else Notice.EMBARGO_UNREAD)
        elif _is_slug(lines, at):
            opening.story = opening.story or VERSION.sub("", line.text).strip(" ,").casefold()
            aside.take("slug", line)
        elif FOR_EDITORS.fullmatch(text):
            aside.take("for editors", line)
        elif (
            LABEL.fullmatch(text)
            or (PAGE_NUMBER.fullmatch(text) and not text.isdecimal())
            or NEWSLETTER.fullmatch(text)
            or BREADCRUMB.fullmatch(text)
        ) or _is_kicker(lines, at):
            aside.take("label", line)
        elif NOTE_ABOVE.fullmatch(text) and line.block is None and not ends_sentence(lines[at + 1].text):
            opening.kept.append(line)
        elif is_date(line.text) and line.block is None:
            opening.remarks.append(Remark(Notice.DATE_LEFT_OUT, line.number, line.text))
        elif WIRE_ID.fullmatch(text) and not lines[at + 1].gap:
            aside.take("slug", line)
        elif not opening.byline and (byline := _byline_above(lines, at)):
            opening.byline, left_out = byline
            opening.remarks += left_out
        else:
            break
        at += 1
    return at


def _is_slug(lines: list[Line], at: int) -> bool:
    """Tell whether a line is what desks call the story by; "Priority: the wall" over a byline is a headline."""
    text = lines[at].text
    found = SLUG.fullmatch(text.strip(" *_#")) or SLUG.fullmatch(text)
    after = lines[at + 1].text
    return found is not None and not (": " in text and (is_byline(after) or ends_sentence(after)))


def _is_kicker(lines: list[Line], at: int) -> bool:
    """Tell whether a line says what part of the paper this is, and the headline is the next."""
    after = lines[at + 1]
    if KICKER.fullmatch(lines[at].text.strip(" *_#")) is None or lines[at].block is not None:
        return False
    return at + 2 < len(lines) and not (
        ends_sentence(after.text) or is_date(after.text) or is_byline(after.text)
    )


def _byline_above(lines: list[Line], at: int) -> tuple[tuple[str, ...], list[Remark]] | None:
    """Read "By Jane Doe" above a headline; "By the sea" is one."""
    if at + 2 >= len(lines) or lines[at].block is not None or ends_sentence(lines[at + 1].text):
        return None
    found = read_byline(lines[at]) or read_name_with_more(lines[at])
    return found if found and all(len(name.split()) > 1 for name in found[0]) else None


def _headline(
    lines: list[Line], at: int, opening: Opening, aside: Aside, *, subject: str, fallback: str
) -> int:
    if at >= len(lines):
        raise ManuscriptError(Fault.NO_WORDS, line=1)
    first = lines[at]
    if (
        subject
        and (ends_sentence(first.text) or len(first.text) > LONGEST_HEADLINE)
        and bare(first.text) != bare(subject)
    ):
        opening.headline = typographic(subject)
        return at
    if fallback and not _could_be_headline(first):
        opening.headline = typographic(fallback)
        opening.remarks.append(Remark(Notice.HEADLINE_FROM_NAME, first.number, opening.headline))
        return at
    marked = MARKED.match(first.text)
    text = next((part for part in marked.groups() if part), first.text) if marked else first.text
    at += 1
    if at < len(lines) and _goes_on(first, lines, at, text):
        text = f"{text} {lines[at].text}"
        at += 1
    headline = typographic(HASHES.sub("", text, count=1).strip(" *_") or text)
    if not any(character.isalnum() for character in headline):
        raise ManuscriptError(Fault.HEADLINE_WITHOUT_WORDS, line=first.number)
    if len(headline) > LONGEST_HEADLINE:
        raise ManuscriptError(
            Fault.LONG_HEADLINE, line=first.number, count=len(headline), most=LONGEST_HEADLINE
        )
    opening.headline = headline
    if subject and bare(subject) != bare(headline):
        aside.take("subject", Line(1, subject))
    return at


def _could_be_headline(line: Line) -> bool:
    """Tell whether the first line of a document heads it, rather than beginning its text."""
    if isinstance(line.block, Heading):
        return True
    has_words = any(character.isalnum() for character in line.text)
    return has_words and len(line.text) <= LONGEST_HEADLINE and not ends_sentence(line.text)


def _goes_on(first: Line, lines: list[Line], at: int, text: str) -> bool:
    """Tell whether a headline was broken over two lines."""
    second = lines[at]
    after = lines[at + 1] if at + 1 < len(lines) else None
    if second.gap or ends_sentence(text) or len(text) + len(second.text) > LONGEST_HEADLINE or len(text) < 25:
        return False
    if read_byline(second) or is_date(second.text) or after is None or not (after.gap or read_byline(after)):
        return False
    return second.text[0].islower() and not ends_sentence(second.text)


def _below(lines: list[Line], at: int, opening: Opening, aside: Aside) -> int:
    """Read deck, byline, date and agency under the headline, in whichever order they stand."""
    start = at
    while at < len(lines) and at - start < 8:
        line, after = lines[at], lines[at + 1] if at + 1 < len(lines) else Line(0, "", gap=True)
        if found := read_embargo(line):
            opening.embargo = stricter(opening.embargo, found)
            aside.take("embargo", line, notice=Notice.EMBARGO if found.moment else Notice.EMBARGO_UNREAD)
        elif not opening.byline and (
            byline := read_byline(line) or _date_and_byline(line) or _name_with_more(lines, at)
        ):
            opening.byline, left_out = byline
            opening.remarks += left_out
            opening.is_interview = INTERVIEW.match(line.text) is not None
        elif is_date(line.text):
            opening.remarks.append(Remark(Notice.DATE_LEFT_OUT, line.number, line.text))
        elif any(kind.fullmatch(line.text) for kind in (SLUG, FOR_EDITORS, LABEL, NEWSLETTER)):
            aside.take("label", line)
        elif opening.byline and not line.gap and after.gap and _is_agency(line):
            aside.take("agency", line)
        elif opening.byline and not line.gap and after.gap and _is_office(line):
            opening.remarks.append(Remark(Notice.BYLINE_LEFT_OUT, line.number, line.text))
        elif (
            not (opening.byline or line.gap) and after.gap and after.text and (name := read_name_alone(line))
        ):
            opening.byline = name
        elif not opening.summary and (
            SAID_DECK.match(line.text) or (not opening.byline and _is_deck(lines, at, first=at == start))
        ):
            opening.summary = typographic(SAID_DECK.sub("", line.text.strip("*_ ")))
        elif points := _points_above_byline(lines, at, opening):
            opening.kept += lines[at : at + points]
            at += points - 1
        elif not opening.byline and (name := _name_in_its_own_paragraph(lines, at)):
            opening.byline = name
        else:
            break
        at += 1
    return at


def _is_agency(line: Line) -> bool:
    return len(line.text) < 50 and AGENCY.fullmatch(line.text) is not None


def _is_office(line: Line) -> bool:
    """Tell whether a line under a byline only says what the writers are: "Harbour correspondents"."""
    return len(line.text) < 50 and not ends_sentence(line.text) and ROLE.search(line.text) is not None


def _name_with_more(lines: list[Line], at: int) -> tuple[tuple[str, ...], list[Remark]] | None:
    """Read "Jane Doe, Harbour Correspondent" where the text follows it."""
    follows = at + 1 < len(lines) and (lines[at + 1].gap or ends_sentence(lines[at + 1].text))
    return read_name_with_more(lines[at]) if follows and lines[at].block is None else None


def _date_and_byline(line: Line) -> tuple[tuple[str, ...], list[Remark]] | None:
    """Read a line that says when and who: "2031年3月12日　記者：佐藤健一"."""
    parts = re.split(r"\s*[|｜•·\u3000]\s*", line.text)
    dates = [part for part in parts if is_date(part)]
    if len(parts) != 2 or len(dates) != 1:
        return None
    (other,) = (part for part in parts if part not in dates)
    found = read_byline(line.with_text(other))
    left = Remark(Notice.DATE_LEFT_OUT, line.number, dates[0])
    return (found[0], [*found[1], left]) if found else None


def _points_above_byline(lines: list[Line], at: int, opening: Opening) -> int:
    """Count the points that stand between a headline and its byline; none where no byline follows."""
    end = at
    while end < len(lines) and lines[end].block is None and BULLET.match(lines[end].text):
        end += 1
    follows = end < len(lines) and read_byline(lines[end]) is not None
    return end - at if end > at and follows and not opening.byline else 0


def _name_in_its_own_paragraph(lines: list[Line], at: int) -> tuple[str, ...] | None:
    """Return the writer whose name alone stands under the headline, unless it heads what is told of somebody."""
    if at + 1 >= len(lines) or not lines[at + 1].gap or not lines[at].gap:
        return None
    name = read_name_alone(lines[at])
    told = lines[at + 1].text
    if name is None or lines[at].block is not None or not ends_sentence(told) or len(told) < LONGEST_NAME:
        return None
    surname = name[0].split()[-1]
    heads = surname in told or any(read_name_alone(line) for line in lines[at + 1 :])
    return None if heads else name


def _stands_above_byline(lines: list[Line], at: int) -> bool:
    """Tell whether a byline follows and the text only after it: then nothing above it begins the text."""
    return read_byline(lines[at + 1]) is not None and any(
        ends_sentence(line.text) for line in lines[at + 2 : at + 5]
    )


def _is_deck(lines: list[Line], at: int, *, first: bool) -> bool:
    """Tell whether the line under a headline sums the text up, rather than beginning it."""
    if at + 1 == len(lines):
        return False
    line, after = lines[at], lines[at + 1]
    text = line.text.strip("*_ ")
    if (
        not FEWEST_DECK_LETTERS <= len(text) <= LONGEST_DECK
        or DATELINE.match(text)
        or HASHES.match(line.text)
    ):
        return False
    if text[0] in '"“„«»‘—–-•*' and not line.gap and not after.gap:
        return False
    named = any(read_byline(following) for following in lines[at + 1 : at + 3])
    if named:
        return not line.gap or not ends_sentence(text) or _stands_above_byline(lines, at)
    if not after.gap or len(text) > LONGEST_DECK_ALONE:
        return False
    directly_below = not line.gap
    begins = DATELINE.match(after.text) is not None
    if directly_below:
        return not ends_sentence(text) or begins
    return first and begins and not ends_sentence(text) and len(text.split()) > 4
