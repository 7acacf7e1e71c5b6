"""What was noticed in a file that could be read: a code, a line and its words."""

from dataclasses import dataclass
from enum import StrEnum


class Notice(StrEnum):
    """What the person who sent the file should look at."""

    DATE_LEFT_OUT = "date left out"
    BYLINE_LEFT_OUT = "left out of the byline"
    END_MARK_LEFT_OUT = "end mark left out"
    SET_ASIDE = "set aside"
    HEADLINE_FROM_NAME = "headline from the name"
    EMBARGO = "embargo"
    EMBARGO_UNREAD = "embargo unread"
    CITE_WITHOUT_ENTRY = "no entry among the sources"
    NO_SOURCES = "no sources"
    NO_WEB_PAGE = "no web page"
    SOURCE_KEPT_WHOLE = "source kept whole"
    NOTE_WITHOUT_ADDRESS = "note without address"
    # Of these the text is their number.
    DELETED = "deleted words"
    HIDDEN = "hidden words"
    COMMENTS = "comments"
    NOTE_WITHOUT_WORDS = "note without words"
    FRAMES = "frames"
    # Words a colleague suggested are in the text; words that were struck through are, too.
    INSERTED = "inserted words"
    STRUCK = "struck words"
    CONTENTS = "list of contents"
    BIBLIOGRAPHY = "list of sources by a manager"
    EMBEDDED = "embedded objects"
    LINK_LEFT_OUT = "links elsewhere"
    SIGN_LEFT_OUT = "signs of a font"
    # The words above or below every page.
    RUNNING_HEAD = "running head"
    FRONT_MATTER_LINE = "line above the text"
    # Of exports of whole sites.
    PART_LEFT_OUT = "part left out"
    PART_AS_LINK = "part as a link"
    PART_AS_TEXT = "part as text"
    FOR_MEMBERS = "for members"
    FOR_MEMBERS_FROM_HERE = "for members from here"
    BY_MAIL_ONLY = "by mail only"
    FIRST_ELSEWHERE = "first published elsewhere"
    TERMS_LEFT_OUT = "terms left out"
    BEGINNING_ONLY = "beginning only"
    # A command of a plugin in brackets: what it stands around is kept.
    SHORTCODE = "shortcode"
    # Its text is their number.
    PAGES_JOINED = "pages joined"


@dataclass(frozen=True)
class Remark:
    """One thing noticed, with the words it is about."""

    notice: Notice
    line: int
    text: str
