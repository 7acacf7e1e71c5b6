"""What the writing desk's own scripts say, in the colleague's language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FORMS = {"one": 1, "two": 2, "few": 3, "many": 11, "other": 100}
"""For each form a language may have, a number that takes it; a language has fewer and repeats itself."""


def words() -> dict[str, str]:
    """Return the sentences of the page's own scripts, with the places of values in braces."""
    return {
        "skip": _("Skip to the text"),
        "tooLong": _("{length} · search cuts at {most}"),
        "named": _("named {count}×"),
        "quoted": _("quoted {count}×"),
        "cited": _("cited {count}×"),
        "foundOf": _("{place} of {count}"),
        "foundNone": _("Not found"),
        "replaced": _("Replaced: {count}"),
    }


def plurals() -> dict[str, dict[str, str]]:
    """Return what is counted while somebody types, in each form that a number can ask for."""
    return {
        "words": {
            form: ngettext("%(count)s word", "%(count)s words", number) % {"count": "{count}"}
            for form, number in FORMS.items()
        },
        "minutes": {
            form: ngettext("%(count)s min", "%(count)s min", number) % {"count": "{count}"}
            for form, number in FORMS.items()
        },
        "sources": {
            form: ngettext("%(count)s source", "%(count)s sources", number) % {"count": "{count}"}
            for form, number in FORMS.items()
        },
    }


def shortcuts() -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Return every key of the desk, as its sheet lists them."""
    return [
        (
            _("The page"),
            [
                (_("Save a version"), ["Ctrl S"]),
                (_("Publish panel; again: do it"), ["Ctrl Enter"]),
                (_("Open, close the panel"), ["Ctrl ."]),
                (_("Bar, tools, text, panel"), ["F6", "Shift F6"]),
                (_("Next, previous check"), ["F8", "Shift F8"]),
                (_("Find and replace in the text"), ["Ctrl Alt F"]),
                (_("Find anything (outside the text)"), ["Ctrl K"]),
                (_("Take the words that were not saved"), ["Ctrl Shift Enter"]),
                (_("Close, then back to the text"), ["Esc"]),
                (_("This sheet"), ["?", "Ctrl /"]),
            ],
        ),
        (
            _("In the text"),
            [
                (_("Person"), ["@"]),
                (_("Source"), ["[[", "Ctrl Shift C"]),
                (_("Any block"), ["/"]),
                (_("Link"), ["Ctrl K"]),
                (_("Bold, italic"), ["Ctrl B", "Ctrl I"]),
                (_("Heading, smaller heading"), ["##", "###"]),
                (_("List, numbered list"), ["-", "1."]),
                (_("Quotation of the marked words"), ['"']),
                (_("Private note"), ["Ctrl Alt M"]),
                (_("Paste the words alone"), ["Ctrl Shift V"]),
                (_("Undo, redo"), ["Ctrl Z", "Ctrl Shift Z"]),
            ],
        ),
    ]
