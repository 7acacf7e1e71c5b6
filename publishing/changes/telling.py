"""What the history says of the kind of change that was chosen."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.changes.weights import Fact
from publishing.timeline import Change

FACTS = {
    Fact.FIGURE: gettext_lazy("a figure"),
    Fact.DATE: gettext_lazy("a date"),
    Fact.NAME: gettext_lazy("a name"),
    Fact.NEGATION: gettext_lazy("a negation"),
    Fact.QUOTATION: gettext_lazy("a quotation"),
    Fact.SPEAKER: gettext_lazy("who speaks"),
    Fact.SOURCE: gettext_lazy("a source"),
    Fact.LINK: gettext_lazy("a link"),
    Fact.PICTURE: gettext_lazy("a picture"),
    Fact.DETAILS: gettext_lazy("tags, byline or other details"),
}


def facts_in_words(facts: Any) -> str:
    """Name kinds of facts, those first that weigh most."""
    return ", ".join(str(words) for fact, words in FACTS.items() if fact in facts)


def change_in_words(data: Mapping[str, Any]) -> str:
    """Say what the history kept of the kind of change, or nothing."""
    if not (change := data.get("change")):
        return ""
    kinds = {kind.value: kind.label for kind in Change}
    words = {"kind": kinds.get(change["chosen"], change["chosen"]), "facts": facts_in_words(change["facts"])}
    if change["facts"]:
        return _("Chosen: %(kind)s. What changed: %(facts)s.") % words
    if change["proposed"] == change["chosen"]:
        return _("Chosen: %(kind)s, as proposed: only spelling, punctuation or spaces changed.") % words
    return _("Chosen: %(kind)s.") % words
