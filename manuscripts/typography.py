"""Quote marks as a printer sets them."""

import re

# Only the first backslash of a run may start a match, so a file of backslashes costs one pass.
ESCAPED = re.compile(r"(?<!\\)\\+([\"'“”‘’])")
FEET_AND_INCHES = re.compile(r"(\d)'(\d{1,2})\"(?!\w)")
STRAIGHT = re.compile(r"[\"'“”‘’„]")
ELISION = re.compile(r"'(?:\d\ds?|tis|twas|twere|twill|em|til|n)\b", re.IGNORECASE)

DASHES = "—–-"
CURLY: dict[str, str] = {}
GUILLEMETS = {"“": "«", "”": "»"}
LOW_TO_LEFT = {"“": "„", "”": "“"}
LOW_TO_RIGHT = {"“": "„", "”": "”"}
RIGHT = {"“": "”"}
MARKS = {
    **dict.fromkeys(("es", "it", "ru", "uk", "el", "no", "nb", "ca"), GUILLEMETS),
    # A line never breaks between a French mark and the words it holds.
    "fr": {"“": "«\u00a0", "”": "\u00a0»"},
    **dict.fromkeys(("de", "cs", "sk", "sl", "bg", "is"), LOW_TO_LEFT),
    **dict.fromkeys(("pl", "hu", "ro"), LOW_TO_RIGHT),
    **dict.fromkeys(("sv", "fi"), RIGHT),
    "ja": {"“": "「", "”": "」"},
}
OPENERS = "([{<«»/“‘„" + DASHES
CLOSERS = ".,;:!?…)]}>»"


def typographic(text: str, language: str = "") -> str:
    """Return text with straight and escaped quote marks as its language prints them, and primes.

    What is printed already stays. A language without marks of its own here has the curly ones.
    """
    text = ESCAPED.sub(r"\1", text)
    if '"' not in text and "'" not in text:
        return text
    text = FEET_AND_INCHES.sub("\\1′\\2″", text)
    printed = MARKS.get(language.partition("-")[0].lower(), CURLY)
    result: list[str] = []
    done = 0
    in_double = in_single = False
    for match in STRAIGHT.finditer(text):
        at = match.start()
        mark = text[at]
        between = text[done:at]
        result.append(between)
        done = at + 1
        before = text[at - 1 : at] if between or not at else result[-2]
        after = text[at + 1 : at + 2]
        if mark == '"':
            mark = _double(before, after, is_open=in_double)
        elif mark == "'":
            elided = ELISION.match(text, at) is not None
            mark = _single(before, after, elided=elided, is_open=in_single)
        if mark in "“„”":
            in_double = mark != "”"
        elif mark == "‘":
            in_single = True
        elif mark == "’" and not after.isalnum():
            in_single = False
        result.append(printed.get(mark, mark) if text[at] == '"' else mark)
    result.append(text[done:])
    return "".join(result)


def _double(before: str, after: str, *, is_open: bool) -> str:
    if before.isdigit() and not is_open:
        return "″"
    starts, ends = _starts(before), _ends(after)
    if before and before in DASHES:
        return "”" if is_open else "“"
    if starts and not ends:
        return "“"
    if ends and not starts:
        return "”"
    if starts:
        return "”" if is_open else "“"
    if is_open:
        return "”"
    return "“" if after.isalnum() and not before.isalnum() else "”"


def _single(before: str, after: str, *, elided: bool, is_open: bool) -> str:
    if before.isalnum() and after.isalnum():
        return "’"
    if before.isdigit() and not is_open and (not after or after.isspace()):
        return "′"
    if _starts(before) and not _ends(after) and not elided:
        return "‘"
    return "’"


def _starts(before: str) -> bool:
    return not before or before.isspace() or before in OPENERS


def _ends(after: str) -> bool:
    return not after or after.isspace() or after in CLOSERS
