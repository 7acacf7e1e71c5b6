"""Find the sentences of a text."""

from bisect import bisect_left

_ENDS = frozenset(".!?…")
_WIDE_ENDS = frozenset("。！？")
_AFTER_END = frozenset("\"'”’»)]}」』")
_SHORT = """
    adm al apr aug bros ca capt cf co col corp dec dept dr ed eds eg est etc feb gen gov hon inc jan
    jr jul jun lt ltd maj mar mr mrs ms mt nov oct ph prof rep rev sen sep sept sgt sr st vs
"""
_SHORTENED = frozenset(_SHORT.split())
# These shorten a word only in front of a number: "no. 5" does, "He said no." does not.
_COUNTING = frozenset(["art", "ch", "fig", "no", "nos", "op", "p", "pp", "vol"])
# These end a sentence as well as not; then what follows decides.
_CLOSING = frozenset(["co", "corp", "etc", "inc", "jr", "ltd", "sr"])
_FIRST_WORDS = "A An And But He However I In It On She So That The There These They This We"
_BEGINNERS = frozenset(_FIRST_WORDS.split())
_LONGEST_WORD = 40


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends; every character but the spaces between is in one."""
    spans: list[tuple[int, int]] = []
    begin = at = 0
    while at < len(text):
        char = text[at]
        at += 1
        if char not in _ENDS and char not in _WIDE_ENDS:
            continue
        stop = at - 1
        while at < len(text) and (text[at] in _ENDS or text[at] in _AFTER_END):
            at += 1
        if char in _WIDE_ENDS or _ends_here(text, begin, stop, at):
            spans.append((begin, at))
            while at < len(text) and text[at].isspace():
                at += 1
            begin = at
    return [*spans, (begin, len(text))] if begin < len(text) else spans


def sentence_at(text: str, spans: list[tuple[int, int]], offset: int) -> str:
    """Return the sentence a note stands in, or the one it stands behind."""
    if not spans:
        return text
    found = max(0, bisect_left(spans, (offset, -1)) - 1)
    begin, end = spans[found]
    return text[begin:end].strip()


def _ends_here(text: str, begin: int, stop: int, behind: int) -> bool:
    """Tell whether the mark at `stop` ends a sentence, from what stands around it."""
    if behind >= len(text):
        return True
    if not text[behind].isspace():
        return False
    following = text[behind : behind + _LONGEST_WORD].lstrip().lstrip("\"'“‘«(")
    if following[:1].islower():
        return False
    if text[stop] != "." or behind - stop > 1:
        return True
    word = text[max(begin, stop - _LONGEST_WORD) : stop].split(" ")[-1].lstrip("\"'“‘«([")
    folded = word.casefold()
    if folded in _COUNTING:
        return not following[:1].isdigit()
    if folded in _CLOSING or "." in word:
        return following.split(" ")[0].split("’")[0] in _BEGINNERS
    return folded not in _SHORTENED and not (len(word) == 1 and word.isalpha())
