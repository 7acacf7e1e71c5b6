"""What is said of a paste: where it came from, what was kept, what was left out."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manuscripts import Fault, ManuscriptError, Notice, Remark

_PROGRAMS = (
    ("Google Docs", ("docs-internal-guid", "google-sheets-html-origin")),
    ("LibreOffice", ("libreoffice", "openoffice")),
    ("Notion", ("notionvc", "notion-")),
    ("Slack", ("c-mrkdwn", "p-rich_text", "slack.com")),
    ("Gmail", ("gmail_",)),
    ("Outlook", ("x_msonormal", "outlook", "divrplyfwdmsg")),
    ("Word", ("schemas-microsoft-com:office:word", "mso-", "msonormal", "scxw", "urn:schemas-microsoft")),
    ("Pages", ("cocoa html writer", "apple-converted-space")),
    ("Evernote", ("evernote", "en-note")),
)
_LOOKED_AT = 100_000


def program_of(html: str) -> str:
    """Return the program that wrote a clipboard, or nothing where it does not show."""
    beginning = html[:_LOOKED_AT].lower()
    return next((name for name, marks in _PROGRAMS if any(mark in beginning for mark in marks)), "")


def kept_words(kept: Counter[str], *, program: str) -> str:
    """Say what came in."""
    told = [_counted(name, kept[name]) for name in _ORDER if kept[name] > 0]
    what = ", ".join(told)
    if program and what:
        return _("Pasted from %(program)s: %(what)s.") % {"program": program, "what": what}
    if program:
        return _("Pasted from %(program)s.") % {"program": program}
    return _("Pasted: %(what)s.") % {"what": what} if what else _("Pasted.")


_ORDER = ("headings", "notes", "tables", "lists", "quotes", "pictures")


def _counted(name: str, count: int) -> str:
    sentences = {
        "headings": ngettext("%(count)d heading", "%(count)d headings", count),
        "notes": ngettext("%(count)d note", "%(count)d notes", count),
        "tables": ngettext("%(count)d table", "%(count)d tables", count),
        "lists": ngettext("%(count)d list", "%(count)d lists", count),
        "quotes": ngettext("%(count)d quotation", "%(count)d quotations", count),
        "pictures": ngettext("%(count)d picture", "%(count)d pictures", count),
    }
    return sentences[name] % {"count": count}


def left_out_words(remarks: Iterable[Remark]) -> str:
    """Say what did not come in; of these a remark's text is their number."""
    counts: Counter[Notice] = Counter()
    for remark in remarks:
        counts[remark.notice] += int(remark.text) if remark.text.isdecimal() else 1
    told = [_left(notice, counts[notice]) for notice in _LEFT if counts[notice]]
    sentences = [_("Left out: %(what)s.") % {"what": ", ".join(told)}] if told else []
    if struck := counts[Notice.STRUCK]:
        sentences.append(
            ngettext(
                "%(count)d passage is struck through where it comes from; its words are in the text.",
                "%(count)d passages are struck through where they come from; their words are in the text.",
                struck,
            )
            % {"count": struck}
        )
    return " ".join(sentences)


_LEFT = (
    Notice.DELETED,
    Notice.HIDDEN,
    Notice.COMMENTS,
    Notice.NOTE_WITHOUT_WORDS,
    Notice.FRAMES,
    Notice.CONTENTS,
)


def _left(notice: Notice, count: int) -> str:
    sentences = {
        Notice.DELETED: ngettext("%(count)d deleted passage", "%(count)d deleted passages", count),
        Notice.HIDDEN: ngettext("%(count)d hidden passage", "%(count)d hidden passages", count),
        Notice.COMMENTS: ngettext("%(count)d comment", "%(count)d comments", count),
        Notice.NOTE_WITHOUT_WORDS: ngettext(
            "%(count)d note without words", "%(count)d notes without words", count
        ),
        Notice.CONTENTS: ngettext("%(count)d table of contents", "%(count)d tables of contents", count),
        Notice.FRAMES: ngettext(
            "%(count)d part that another site shows", "%(count)d parts that another site shows", count
        ),
    }
    return sentences[notice] % {"count": count}


def refused_words(error: ManuscriptError) -> str:
    """Say why nothing of a clipboard came in, and what can be done."""
    if error.fault in (Fault.EMPTY, Fault.NO_WORDS):
        return _("There are no words in what you pasted.")
    return _(
        "What you pasted is too long or nested too deep to be read. Paste it without its formatting "
        "(Ctrl Shift V), or in parts."
    )


def summary_words() -> dict[str, str]:
    """Return what the page's script says of a paste."""
    return {
        "pasteReading": _("Reading…"),
        "pasteLate": _(
            "The server did not answer, so the browser read what you pasted: notes could not be read, and "
            "lists and formatting may be missing. Look it over."
        ),
        "pasteUndo": _("Undo"),
    }
