"""What a colleague decides of a manuscript before it is made a draft; where they say nothing, the usual."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importing.planning import Plan
from articles.importing.sources import reference_for
from manuscripts import SourceLine
from profiles.models import Person
from publishing.workflow.locking import may
from references.models import Reference


class Become(StrEnum):
    """What a name or an entry becomes; any other choice is the key of a known row."""

    MADE = "made"
    PLAIN = "plain"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Choices by the key of a name, and by the key of a source."""

    people: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    # In place of what was read as the title of a source.
    titles: Mapping[str, str] = field(default_factory=dict)
    # A later version of a known piece, as an article of its own.
    as_new: bool = False


def names_to_make(plan: Plan, choices: Choices) -> list[str]:
    """Return the names of which people are to be made, where the actor may make any."""
    asked = [named.name for named in plan.people if choices.people.get(named.key) == Become.MADE]
    return asked if may(plan.options.actor, Person(), "add") else []


def chosen_people(plan: Plan, choices: Choices) -> dict[str, Person | None]:
    """Return who is meant by each name of which a colleague has said so; nobody where it stays words."""
    known = _in_bulk(Person.objects.out_of_bin(), choices.people)
    chosen: dict[str, Person | None] = {}
    for named in plan.people:
        choice = choices.people.get(named.key, "")
        if choice == Become.PLAIN:
            chosen[named.key] = None
        elif choice in known:
            chosen[named.key] = known[choice]
    return chosen


@dataclass
class ChosenSources:
    """What became of the sources of a manuscript, by their keys in it."""

    found: dict[str, Reference] = field(default_factory=dict)
    left_out: dict[str, SourceLine] = field(default_factory=dict)
    # Whoever brought them in may make none.
    unmade: dict[str, SourceLine] = field(default_factory=dict)

    @property
    def told(self) -> list[str]:
        """Return what the history keeps: every word that is not in the draft."""
        lines = [*self.left_out.values(), *self.unmade.values()]
        entries = [line.raw or line.title or line.url for line in lines]
        return [_("Sources left out:"), *entries] if entries else []

    @property
    def warnings(self) -> list[str]:
        """Say which sources are still to be made, and by whom."""
        count = len(self.unmade)
        if not count:
            return []
        sentence = ngettext(
            "%(count)d source was not made, as you may not add sources. It waits where it is cited, and is "
            "whole in the history.",
            "%(count)d sources were not made, as you may not add sources. They wait where they are cited, "
            "and are whole in the history.",
            count,
        )
        return [sentence % {"count": count}]


def sources_as_chosen(plan: Plan, choices: Choices) -> ChosenSources:
    """Find the sources of a manuscript or make them, where the actor may make any."""
    actor, chosen = plan.options.actor, ChosenSources()
    may_make = may(actor, Reference(), "add")
    known = _in_bulk(Reference.objects.all(), choices.sources)
    for source in plan.sources:
        choice = choices.sources.get(source.key, "")
        if choice == Become.PLAIN:
            chosen.left_out[source.key] = source.line
        elif choice in known:
            chosen.found[source.key] = known[choice]
        elif source.known is not None or may_make:
            title = choices.titles.get(source.key, "") or source.line.title
            chosen.found[source.key] = reference_for(replace(source.line, title=title), actor=actor)
        else:
            chosen.unmade[source.key] = source.line
    return chosen


def _in_bulk(rows: Any, choices: Mapping[str, str]) -> dict[str, Any]:
    keys = [choice for choice in choices.values() if choice not in set(Become)]
    found: dict[str, Any] = rows.in_bulk(keys, field_name="key") if keys else {}
    return found
