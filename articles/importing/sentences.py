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
    Fault.TOO_BIG: gettext_lazy(
        "the file is larger than %(most)d MB. Take large pictures out of it and try again."
    ),
    Fault.TOO_MUCH: gettext_lazy(
        "there is more in this file than in any article. Save the article alone and try again."
    ),
    Fault.TOO_SLOW: gettext_lazy("reading this file takes too long. Save it as plain text and try again."),
    Fault.DAMAGED: gettext_lazy(
        "the file is damaged and cannot be read. Open it in its own program, save it again and try again."
    ),
}
_REFUSED = {
    "pdf": gettext_lazy(
        "this is a PDF, and what is a heading or a paragraph is not written in it. "
        "Ask for the document it was made of, or copy its text and paste it."
    ),
    "pages": gettext_lazy(
        "this is a document of Pages. In Pages choose File, Export To, Word, and bring in what that makes."
    ),
    "doc": gettext_lazy(
        "this is a document of an older Word (.doc). Open it, save it as .docx and bring that in."
    ),
    "msg": gettext_lazy(
        "this is a message of Outlook (.msg). In Outlook save it as .eml or copy its text and paste it."
    ),
    "encrypted": gettext_lazy(
        "the document is protected by a password. Open it, save it without one and bring that in."
    ),
    "spreadsheet": gettext_lazy("this is a spreadsheet. Copy the cells you need and paste them into a text."),
    "slides": gettext_lazy("these are slides. Copy their text and paste it into a text."),
    "epub": gettext_lazy("this is a book (EPUB). Copy the text you need and paste it."),
    "picture": gettext_lazy(
        "this is a picture. Add it to the pictures; if there is text in it, type it or copy it out."
    ),
    "sound": gettext_lazy("this is a recording. Only its text can be brought in."),
    "archive": gettext_lazy("this is a packed archive. Unpack it and bring in the documents in it."),
    "program": gettext_lazy("this is a program, not a text."),
    "wordpress": gettext_lazy(
        "this is a whole site, exported from WordPress. "
        "Bring it in with “manage.py importsite wordpress”, which keeps its dates, tags and addresses."
    ),
    "ghost": gettext_lazy(
        "this is a whole site, exported from Ghost. "
        "Bring it in with “manage.py importsite ghost”, which keeps its dates, tags and addresses."
    ),
    "feed": gettext_lazy(
        "this is a feed with the texts of a site. "
        "Bring it in with “manage.py importsite feed”, which keeps its dates, tags and addresses."
    ),
}
_OTHER = gettext_lazy(
    "files of this kind cannot be read. Save the text as .docx or plain text and try again."
)
_NOTICES = {
    Notice.DATE_LEFT_OUT: gettext_lazy("Line %(line)d looks like a date and was left out: “%(text)s”"),
    Notice.BYLINE_LEFT_OUT: gettext_lazy("Line %(line)d: left out of the byline: “%(text)s”"),
    Notice.END_MARK_LEFT_OUT: gettext_lazy("Line %(line)d: the end mark “%(text)s” was left out."),
    Notice.HEADLINE_FROM_NAME: gettext_lazy(
        "Line %(line)d begins the text and is no headline, so it is called “%(text)s”. Write a better one."
    ),
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
    Notice.RUNNING_HEAD: gettext_lazy("Above or below every page stood “%(text)s”. It was left out."),
    Notice.NO_WEB_PAGE: gettext_lazy(
        "Line %(line)d: “%(text)s” is no web page, so it is part of the title and no link."
    ),
    Notice.NOTE_WITHOUT_ADDRESS: gettext_lazy(
        "Line %(line)d: this note gives no address. It became a source to be looked at: “%(text)s”"
    ),
    Notice.SOURCE_KEPT_WHOLE: gettext_lazy(
        "Line %(line)d: this source could not be divided, so it stands whole in the title: “%(text)s”"
    ),
    Notice.PART_LEFT_OUT: gettext_lazy("This has no place here and was left out: “%(text)s”"),
    Notice.PART_AS_LINK: gettext_lazy(
        "This is a link now, and what it leads to did not come along: “%(text)s”"
    ),
    Notice.PART_AS_TEXT: gettext_lazy("This is plain text now: “%(text)s”"),
    Notice.SHORTCODE: gettext_lazy("This means nothing here, and the words in it were kept: “%(text)s”"),
    Notice.FOR_MEMBERS: gettext_lazy(
        "Not everybody could read this there (“%(text)s”), so it is a draft here."
    ),
    Notice.FOR_MEMBERS_FROM_HERE: gettext_lazy(
        "Not everybody could read on there behind these words: “%(text)s”"
    ),
    Notice.BY_MAIL_ONLY: gettext_lazy("This went out by mail and never stood on the site, so it is a draft."),
    Notice.FIRST_ELSEWHERE: gettext_lazy("This was published elsewhere first: “%(text)s”"),
    Notice.TERMS_LEFT_OUT: gettext_lazy("These tags were for colleagues and were left out: “%(text)s”"),
    Notice.BEGINNING_ONLY: gettext_lazy(
        "The feed gives only the beginning of this text, so it is a draft. The rest is at “%(text)s”"
    ),
}

OF_SITES = frozenset(
    [
        Notice.PART_LEFT_OUT,
        Notice.PART_AS_LINK,
        Notice.PART_AS_TEXT,
        Notice.SHORTCODE,
        Notice.FOR_MEMBERS,
        Notice.FOR_MEMBERS_FROM_HERE,
        Notice.BY_MAIL_ONLY,
        Notice.FIRST_ELSEWHERE,
        Notice.TERMS_LEFT_OUT,
        Notice.BEGINNING_ONLY,
    ]
)
"""Notices of exports, in which nothing stands in lines."""


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
    elif error.fault == Fault.REFUSED:
        problem = str(_REFUSED.get(str(error.values.get("kind")), _OTHER))
    else:
        problem = str(_FAULTS[error.fault])
    if not error.line:
        return _("%(name)s: %(problem)s") % {"name": name, "problem": problem % error.values}
    return _("%(name)s, line %(line)d: %(problem)s") % {
        "name": name,
        "line": error.line,
        "problem": problem % error.values,
    }


def remark_in_words(remark: Remark) -> str:
    """Return one sentence about what was read in its own way."""
    if remark.notice in COUNTED:
        return counted_in_words(remark.notice, int(remark.text) if remark.text.isdecimal() else 1)
    return _placed(str(_NOTICES[remark.notice]), remark.line) % {"line": remark.line, "text": remark.text}


def _placed(sentence: str, line: int) -> str:
    """Leave the line out of a sentence that begins with it where nobody knows it."""
    place, _colon, rest = sentence.partition(": ")
    if line or not rest or "%(line)d" not in place:
        return sentence
    return rest[0].upper() + rest[1:]


COUNTED = frozenset(
    [
        Notice.DELETED,
        Notice.HIDDEN,
        Notice.COMMENTS,
        Notice.NOTE_WITHOUT_WORDS,
        Notice.FRAMES,
        Notice.INSERTED,
        Notice.STRUCK,
        Notice.CONTENTS,
        Notice.BIBLIOGRAPHY,
        Notice.EMBEDDED,
        Notice.LINK_LEFT_OUT,
        Notice.SIGN_LEFT_OUT,
        Notice.PAGES_JOINED,
    ]
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
    return str((said | _counted_in_documents(count))[notice]) % {"count": count}


def _counted_in_documents(count: int) -> dict[Notice, str]:
    return {
        Notice.INSERTED: ngettext(
            "%(count)d suggested passage was taken in as if it had been accepted.",
            "%(count)d suggested passages were taken in as if they had been accepted.",
            count,
        ),
        Notice.STRUCK: ngettext(
            "%(count)d passage is struck through in the file; its words are in the text.",
            "%(count)d passages are struck through in the file; their words are in the text.",
            count,
        ),
        Notice.CONTENTS: ngettext(
            "%(count)d table of contents was left out.", "%(count)d tables of contents were left out.", count
        ),
        Notice.BIBLIOGRAPHY: ngettext(
            "%(count)d list of sources was left out: its sources are cited in the text.",
            "%(count)d lists of sources were left out: their sources are cited in the text.",
            count,
        ),
        Notice.EMBEDDED: ngettext(
            "%(count)d drawing, chart or other object was left out.",
            "%(count)d drawings, charts or other objects were left out.",
            count,
        ),
        Notice.LINK_LEFT_OUT: ngettext(
            "%(count)d link that leads to no web page was left out; its words are there.",
            "%(count)d links that lead to no web page were left out; their words are there.",
            count,
        ),
        Notice.PAGES_JOINED: ngettext(
            "%(count)d page of this text is one here.",
            "%(count)d pages of this text are one here.",
            count,
        ),
        Notice.SIGN_LEFT_OUT: ngettext(
            "%(count)d sign of a picture font was left out.",
            "%(count)d signs of a picture font were left out.",
            count,
        ),
    }
