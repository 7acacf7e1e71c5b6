"""What stands behind a title and its place: volume, issue, pages, edition, editors."""

import re
from dataclasses import dataclass

from .dates import YEAR
from .words import DASH, UPPER, either

# What was taken out of a text leaves this behind, so that its neighbours stay apart.
CUT = "\x1f"

_PAGE = r"(?:e\d{5,10}|(?:[A-Z]{1,2}[-.]?)?(?:e)?\d{1,6}[A-Za-z]?)"
_ROMAN = r"[ivxlc]{1,7}"
RANGE = rf"(?:{_PAGE}\s?[{DASH}]{{1,2}}\s?{_PAGE}|{_ROMAN}\s?[{DASH}]\s?{_ROMAN})"
_MORE_PAGES = rf"\s?,\s?(?:{RANGE}|\d{{1,4}}(?!\d*[.:(])(?=[\s,.;)]|$))"
PAGES = rf"(?:{RANGE}|{_PAGE})(?:{_MORE_PAGES})*(?:\s?(?:ff?\.|sqq?\.|f\b))?"
_NUMBER = r"(?:[A-Z]{0,3}\d{1,5}[A-Za-z]?|[IVXLC]{1,7})"
_ISSUE = (
    rf"(?:[A-Za-z]{{0,6}}\.?\s?\d{{1,5}}(?:\s?[{DASH}/]\s?\d{{1,5}})?[A-Za-z]?"
    r"|[Ss]uppl?\.?(?:ement)?(?:\s?\d{1,3})?|S\d+)"
)

_I = re.IGNORECASE
# 12(3), 201–219; 33(1):5-31; 4 (2): 77–95; 12, no. 3
VOLUME_ISSUE = re.compile(
    rf"(?<![\w.{DASH}])(?P<volume>{_NUMBER})\s*[(（]\s*(?:(?:no|nr|n|núm|heft|h)[.°º]?\s*)?(?P<issue>{_ISSUE})\s*[)）]"
    rf"(?:\s*[,:：;，]\s*(?:{either('pages')})?\s*(?P<pages>{PAGES}))?"
)
VOLUME_PAGES = re.compile(
    rf"(?<![\w.{DASH}])(?P<volume>\d{{1,4}})\s*[:：]\s*(?!0\d)(?P<pages>{PAGES}|[a-z]\d{{2,6}})(?![\w/])"
)
VOLUME_COMMA_PAGES = re.compile(
    rf"(?<=[^\W\d]\s)(?P<volume>\d{{1,4}})\s*,\s*(?P<pages>{RANGE}|{_PAGE}(?=\s*(?:[.({CUT}]|$)))(?![\w/])"
)
# React. Notes 2024, 4, 9–15
AFTER_YEAR = re.compile(
    rf"(?<={CUT})\s*,\s*(?P<volume>\d{{1,4}})(?:\s*\((?P<issue>\d{{1,4}})\))?\s*,\s*(?P<pages>{RANGE}|{_PAGE})(?!\w)"
)
# Revue des laiteries, (45), 12-30
ISSUE_ALONE = re.compile(rf"(?<=[\s,])[(](?P<issue>\d{{1,4}})[)]\s*,\s*(?P<pages>{RANGE})")
VOLUME_DOT_ISSUE = re.compile(
    rf"(?<=[\s{CUT}])(?P<volume>\d{{1,4}})[./](?P<issue>\d{{1,3}}(?:[{DASH}/]\d{{1,3}})?)(?:\s*[:,]\s*(?P<pages>{PAGES}))?(?=\s*(?:[,.;(:{CUT}]|$))"
)
VOLUME = re.compile(
    rf"(?:^|(?<=[\s,.;(，،{CUT}{DASH}]))(?:{either('volume')})\s*(?P<volume>{_NUMBER})(?!\w)", _I
)
ISSUE = re.compile(
    rf"(?:^|(?<=[\s,.;(，،{CUT}{DASH}]))(?:{either('issue')})(?:\s+|(?<=[.°º№第])|(?=\d))(?P<issue>{_NUMBER}(?:\s?[{DASH}/]\s?\d{{1,4}})?)(?![\w])",
    _I,
)
ISSUE_BEFORE = re.compile(r"(?<=[\s,.])(?P<volume>\d{1,3})\.\s(?:Jg|Jahrgang)\b\.?", _I)
LABELLED_PAGES = re.compile(
    rf"(?:^|(?<=[\s,.;:(，、،{CUT}{DASH}]))(?:{either('pages')})\s?(?P<pages>{PAGES}|{_ROMAN}(?![a-z]))", _I
)
TOTAL_PAGES = re.compile(
    rf"(?<![\w{DASH}])(?:[ivxlc]+,?\s*\+?\s*)?\d{{1,5}}\s?(?:{either('leaves')}|页|頁|ページ|ص)(?![\w])(?!\s?\d)",
    _I,
)
BARE_PAGES = re.compile(
    rf"(?:(?<=[,:：，]\s)|(?<=[,:：，])|(?<={CUT})|^)\s*(?P<pages>[A-Z]{{1,2}}-?\d{{1,3}}|{RANGE}|\d{{1,4}})\s*[.。]?\s*$"
)
CJK = (
    re.compile(
        r"第?\s?(?P<volume>\d{1,4})\s?[巻卷]\s?[,，、]?\s?第?\s?(?P<issue>\d{1,4}(?:[-–・]\d{1,3})?)\s?[号期號]"
    ),
    re.compile(r"第?\s?(?P<volume>\d{1,4})\s?[巻卷]"),
    re.compile(r"第\s?(?P<issue>\d{1,4}(?:[-–・]\d{1,3})?)\s?[号期號]|(?P<issue2>\d{1,4})\s?[号期號](?!\w)"),
    re.compile(
        r"(?:第|pp?\.\s?)?\s?(?P<pages>\d{1,5}(?:\s?[-–—~〜～]\s?\d{1,5})?)\s?[页頁面版]|第(?P<pages2>[A-Z]?\d{1,4})版"
    ),
)
EDITION = re.compile(
    rf"(?:^|[,.;({CUT}\s])\s*[(]?(?:(?:(?:\d{{1,2}}(?:st|nd|rd|th|\.|ª|ᵃ|e|ème|ère|re|ra|da|-е)?"
    rf"|{either('which_edition')}|[,.]|{either('and')}|&)\s*){{1,5}}(?:{either('edition')})(?!\w)\.?"
    r"|第\s?\d{1,2}\s?版)\s*[)]?",
    _I,
)
EDITED_BY = re.compile(
    rf"(?:[,;]\s*|(?<!\d)\.\s*|[(]\s*|(?<={CUT})|^)(?:{either('edited')})\s+(?P<who>(?:[{UPPER}]\.[-\s]?|[^,.;:()\[\]{CUT}]){{2,90}})[)]?(?=[,.;:(){CUT}]|$)",
    _I,
)
# "K. Tamm & P. Saar (Eds.), Safety at sea"
EDITORS_FIRST = re.compile(
    rf"(?P<who>[^\[\]{CUT}]{{2,200}}?)\s*(?:,|(?P<bracket>[(\[]))\s*(?:{either('editors')})\s*[)\]]?\s*[,.:]?\s+(?=[\w„“«\"'‘*_])",
    _I,
)
LABELS = re.compile(r"\s*\[([^\[\]]{1,60})\]")
GBT = re.compile(r"\[\s*(?P<code>[JMCDNRSPGZAK]|DB|CP|EB)(?:\s?/\s?(?:OL|CD|MT|DK))?\s*\]")
PART = re.compile(rf"(?:^|(?<=[\s,.;(]))(?:{either('part')})\s*\d{{1,4}}[\w.–-]{{0,8}}", _I)
PLACE_PUBLISHER = re.compile(
    rf"[(（](?:(?P<place>[^():：]{{1,60}})\s?[:：]\s*)?(?P<publisher>[^():：]{{2,90}}?)[,，]\s*(?P<year>{YEAR})[a-z]?[)）]"
)
GBT_KINDS = {
    "J": "article-journal",
    "M": "book",
    "C": "chapter",
    "D": "thesis",
    "N": "article-newspaper",
    "R": "report",
    "S": "legislation",
    "EB": "webpage",
    "DB": "dataset",
}
_LABEL_KINDS = (
    ("data set", "dataset"), ("dataset", "dataset"), ("datensatz", "dataset"), ("video", "broadcast"),
    ("podcast", "broadcast"), ("episode", "broadcast"), ("film", "broadcast"), ("tv ", "broadcast"),
    ("radio", "broadcast"), ("press release", "report"), ("pressemitteilung", "report"), ("tweet", "webpage"),
    ("post", "webpage"), ("blog", "webpage"), ("thesis", "thesis"), ("dissertation", "thesis"),
    ("report", "report"), ("speech", "speech"), ("interview", "interview"),
)  # fmt: skip


@dataclass
class Details:
    """Where in a journal, a paper or a book something stands."""

    volume: str = ""
    issue: str = ""
    pages: str = ""
    had_editors: bool = False

    @property
    def is_periodical(self) -> bool:
        """Tell whether it stands in something that comes out again and again."""
        return bool(self.volume or self.issue)


def cut(text: str, start: int, end: int) -> str:
    """Take a part out and leave a cut there."""
    return f"{text[:start]}{CUT}{text[end:]}"


def take_details(text: str) -> tuple[str, Details]:
    """Take volume, issue, pages, edition and editors out of what stands behind a title."""
    details = Details()
    if found := EDITED_BY.search(text):
        text, details.had_editors = cut(text, found.start(), found.end()), True
    if found := TOTAL_PAGES.search(text):
        text = cut(text, found.start(), found.end())
    text = _take_counted(details, text)
    for pattern in (*CJK, LABELLED_PAGES, ISSUE_BEFORE, VOLUME, ISSUE):
        if found := pattern.search(text):
            text = _take(details, text, found)
    for pattern in (EDITION, PART):
        if found := pattern.search(text):
            text = cut(text, found.start(), found.end())
    if not details.volume:
        for pattern in (AFTER_YEAR, ISSUE_ALONE, VOLUME_PAGES, VOLUME_COMMA_PAGES, VOLUME_DOT_ISSUE):
            if found := pattern.search(text):
                text = _take(details, text, found)
                break
    return text, details


def _take_counted(details: Details, text: str) -> str:
    for found in VOLUME_ISSUE.finditer(text):
        if not re.fullmatch(YEAR, found["issue"]):
            return _take(details, text, found)
    return text


def _take(details: Details, text: str, found: re.Match[str]) -> str:
    groups = found.groupdict()
    taken = {name.rstrip("2"): value for name, value in groups.items() if value}
    if any(getattr(details, name) for name in taken):
        taken = {name: value for name, value in taken.items() if not getattr(details, name)}
        if not taken:
            return text
    for name, value in taken.items():
        setattr(details, name, value.strip(" ,"))
    return cut(text, found.start(), found.end())


def bare_volume(text: str) -> tuple[str, str]:
    """Take a number at the end of a journal's name: "Zeitschrift für Bautechnik 12"."""
    found = re.search(r"(?<=[^\W\d.])[\s,]+(\d{1,4})\s*$", text.rstrip(f" ,;:{CUT}"))
    if found is None or re.fullmatch(YEAR, found[1]):
        return text, ""
    if text.rpartition(", ")[2][:1].islower():
        # "county archive, box 4"
        return text, ""
    return text[: found.start()], found[1]


def kind_of_label(label: str) -> str:
    """Return the kind of source that a label in brackets names: [data set], [Video]."""
    label = f"{label.lower()} "
    return next((kind for word, kind in _LABEL_KINDS if word in label), "")
