"""Names that clearly are people's and that no profile has.

Only what stands beside a sign of a person counts (a title, a role, a verb of saying, an age), as it does when
a manuscript is brought in: whoever is asked about every capital letter switches the question off.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import manuscripts
from articles.models import Article
from profiles.checks.unlinked import never_asked
from profiles.models import PersonName
from publishing.checks import Draft, Finding, Kind, Place, Remedy
from publishing.naming import name_key
from publishing.richtext.document import Run

_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Ž][\w.’'-]{0,60}[ \u00a0](?:[a-z]{2,4}[ \u00a0]){0,2}[A-ZÀ-ÖØ-Ž]")
READ = "en"
"""The language whose signs of a person are known."""


def unknown_names(draft: Draft) -> Iterator[Finding]:
    """Find people an article speaks of who have no profile, each at the first place."""
    if not isinstance(draft.row, Article) or draft.language != READ:
        return
    named = manuscripts.people_named(_sentences_with_names(draft))
    keys = {name: name_key(name) for name in named}
    given = _given(draft)
    asked = [name for name in named if not _is_given(keys[name], given)]
    if not asked:
        return
    # Also of those in the bin, and those colleagues alone know: somebody decided about them.
    has_profile = set(
        PersonName.objects.filter(key__in=[keys[name] for name in asked]).values_list("key", flat=True)
    )
    never = never_asked(draft)
    unknown = [name for name in asked if keys[name] not in has_profile | never]
    places = [place for name in unknown if (place := _first(draft, name))]
    if places:
        sentence = ngettext("%(name)s has no profile", "%(count)d names without a profile", len(places)) % {
            "name": places[0].words,
            "count": len(places),
        }
        yield Finding(Kind.UNKNOWN, sentence, tuple(places), remedy=Remedy.PROFILE, mark=_("no profile"))


def _sentences_with_names(draft: Draft) -> Iterator[str]:
    """Yield the sentences with capitals side by side; no other can hold a full name."""
    for passage in draft.passages:
        if not passage.is_heading and _CAPITALS.search(passage.text):
            for start, end in draft.sentences(passage):
                if _CAPITALS.search(passage.text, start, end):
                    yield passage.text[start:end]


def _given(draft: Draft) -> set[str]:
    """Return the names that lead to somebody, or to another page, already, and those of the byline."""
    names = [credit["name"] for credit in draft.content["credits"]]
    names += [
        leaf.text
        for passage in draft.passages
        for _at, leaf in passage.runs
        if isinstance(leaf, Run) and (leaf.marks.person or leaf.marks.link)
    ]
    return {name_key(name) for name in names}


def _is_given(key: str, given: set[str]) -> bool:
    """Tell whether a name is given, or is a given one behind a word that only begins the sentence."""
    return key in given or any(" " in known and key.endswith(f" {known}") for known in given)


def _first(draft: Draft, name: str) -> Place | None:
    for passage in draft.passages:
        at = -1 if passage.is_heading else passage.text.replace("\u00a0", " ").find(name)
        if at >= 0:
            return draft.place(passage, at, passage.text[at : at + len(name)], name=name)
    return None
