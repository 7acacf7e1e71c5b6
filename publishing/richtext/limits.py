"""How much a text may hold, and the one error that says so to the person writing it."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MAX_LENGTH = 500_000
MAX_NODES = 20_000
MAX_DEPTH = 100
MAX_LIST_DEPTH = 6


class RichTextError(ValueError):
    """A text that cannot be taken; the message is a sentence for the editor."""


def too_long(length: int) -> RichTextError:
    """Say that the text has too many characters."""
    return RichTextError(
        _(
            "This text is too long: %(length)s characters with its formatting, and %(limit)s is the most. "
            "Split it into two articles."
        )
        % {"length": _grouped(length), "limit": _grouped(MAX_LENGTH)}
    )


def too_many_nodes() -> RichTextError:
    """Say that the text has too many formatted pieces."""
    return RichTextError(
        _(
            "This text has too much formatting: more than %(limit)s formatted pieces. "
            "Paste it without formatting, or split it into two articles."
        )
        % {"limit": _grouped(MAX_NODES)}
    )


def too_deep() -> RichTextError:
    """Say that formatting stands inside formatting too many times."""
    return RichTextError(
        _(
            "The formatting of this text is nested more than %(limit)s levels deep. "
            "Paste it without formatting."
        )
        % {"limit": MAX_DEPTH}
    )


def _grouped(number: int) -> str:
    """Return a number as the language of whoever reads it writes large ones."""
    return number_format(number, use_l10n=True, force_grouping=True)
