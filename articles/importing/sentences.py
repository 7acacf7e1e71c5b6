"""What was found in a file, said to the person who sent it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from manuscripts import Fault, ManuscriptError, Notice, Remark

_FAULTS = {
    Fault.TOO_LARGE: gettext_lazy("the file is larger than 1 MB. Send the text alone."),
    Fault.EMPTY: gettext_lazy("the file is empty."),
    Fault.DOCUMENT: gettext_lazy(
        "this is a %(kind)s file, not plain text. Save it as plain text and try again."
    ),
    Fault.CONTROL_CHARACTER: gettext_lazy(
        "there is a control character that no text has. Delete it and try again."
    ),
    Fault.BINARY: gettext_lazy("this is not a text file. Save the article as plain text and try again."),
    Fault.UNDECODABLE: gettext_lazy("the letters cannot be read. Save the file as UTF-8 text and try again."),
    Fault.NO_WORDS: gettext_lazy("there are no words in this file."),
    Fault.HEADLINE_WITHOUT_WORDS: gettext_lazy(
        "the headline has neither letters nor digits. Write one in the first line."
    ),
    Fault.TOO_NESTED: gettext_lazy(
        "its parts are nested so deep that they cannot be read. Save it as plain text and try again."
    ),
    Fault.ONLY_A_HEADLINE: gettext_lazy("there is only a headline. Write the text of the article under it."),
}
_NOTICES = {
    Notice.DATE_LEFT_OUT: gettext_lazy("Line %(line)d looks like a date and was left out: “%(text)s”"),
    Notice.BYLINE_LEFT_OUT: gettext_lazy("Line %(line)d: left out of the byline: “%(text)s”"),
    Notice.END_MARK_LEFT_OUT: gettext_lazy("Line %(line)d: the end mark “%(text)s” was left out."),
    Notice.SET_ASIDE: gettext_lazy("Line %(line)d is no part of the text and was set aside: “%(text)s”"),
    Notice.EMBARGO: gettext_lazy("Line %(line)d is an embargo, so this may not be public before: “%(text)s”"),
    Notice.EMBARGO_UNREAD: gettext_lazy(
        "Line %(line)d is an embargo whose end could not be read. Say when it ends: “%(text)s”"
    ),
    Notice.CITE_WITHOUT_ENTRY: gettext_lazy(
        "Line %(line)d: “%(text)s” has no entry among the sources, so it stays in the text."
    ),
    Notice.NO_SOURCES: gettext_lazy("Line %(line)d: nothing stands under “%(text)s”"),
    Notice.FRONT_MATTER_LINE: gettext_lazy(
        "Line %(line)d above the text was not understood and left out: “%(text)s”"
    ),
    Notice.NO_WEB_PAGE: gettext_lazy(
        "Line %(line)d: “%(text)s” is no web page, so it is part of the title and no link."
    ),
    Notice.SOURCE_KEPT_WHOLE: gettext_lazy(
        "Line %(line)d: this source could not be divided, so it stands whole in the title: “%(text)s”"
    ),
}


def fault_in_words(name: str, error: ManuscriptError) -> str:
    """Return one sentence naming the file, the line and what is wrong there."""
    if error.fault == Fault.LONG_HEADLINE:
        problem = ngettext(
            "the headline has %(count)d character and may have %(most)d at most. "
            "Write a shorter one in the first line.",
            "the headline has %(count)d characters and may have %(most)d at most. "
            "Write a shorter one in the first line.",
            int(error.values["count"]),
        )
    else:
        problem = str(_FAULTS[error.fault])
    return _("%(name)s, line %(line)d: %(problem)s") % {
        "name": name,
        "line": error.line,
        "problem": problem % error.values,
    }


def remark_in_words(remark: Remark) -> str:
    """Return one sentence about what was read in its own way."""
    if remark.notice in COUNTED:
        return counted_in_words(remark.notice, int(remark.text) if remark.text.isdecimal() else 1)
    return str(_NOTICES[remark.notice]) % {"line": remark.line, "text": remark.text}


COUNTED = frozenset(
    [Notice.DELETED, Notice.HIDDEN, Notice.COMMENTS, Notice.NOTE_WITHOUT_WORDS, Notice.FRAMES]
)
"""Notices whose text is a number."""


def counted_in_words(notice: Notice, count: int) -> str:
    """Say how much of a kind was left out."""
    said = {
        Notice.DELETED: ngettext(
            "%(count)d passage that somebody had deleted was left out.",
            "%(count)d passages that somebody had deleted were left out.",
            count,
        ),
        Notice.HIDDEN: ngettext(
            "%(count)d hidden passage was left out.", "%(count)d hidden passages were left out.", count
        ),
        Notice.COMMENTS: ngettext(
            "%(count)d comment was left out.", "%(count)d comments were left out.", count
        ),
        Notice.NOTE_WITHOUT_WORDS: ngettext(
            "%(count)d mark of a note was left out: its words did not come along.",
            "%(count)d marks of notes were left out: their words did not come along.",
            count,
        ),
        Notice.FRAMES: ngettext(
            "%(count)d part of another site was left out.",
            "%(count)d parts of other sites were left out.",
            count,
        ),
    }
    return said[notice] % {"count": count}
