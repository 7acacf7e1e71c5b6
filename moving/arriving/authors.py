"""Who wrote there, and who that is here: an editor says so in a table, and nothing else does."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from articles.importing.people import People
from moving.models import Arrival
from profiles.models import Person
from publishing.richtext import one_line
from publishing.workflow import create
from publishing.workflow.locking import Actor

from .arrivals import Arrivals
from .site import Author, CannotRead

COLUMNS = ("author", "name", "posts", "suggestion", "becomes")
PERSON, NEW, TEXT = "person:", "new", "text"
LONGEST_NAME = 200
# A spreadsheet would calculate what begins like this.
_CALCULATED = ("=", "+", "-", "@", "\t", "\r")


def read_table(path: Path) -> dict[str, str]:
    """Return what each author becomes, by id; refuse a table that cannot be followed."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.read(4096)
            file.seek(0)
            # Spreadsheets of many countries write semicolons.
            separator = ";" if head.count(";") > head.count(",") else ","
            rows = list(csv.DictReader(file, delimiter=separator))
    except (OSError, UnicodeError, csv.Error) as error:
        raise CannotRead(_("The table of people cannot be read: %(why)s") % {"why": error}) from error
    if rows and not {"author", "becomes"} <= rows[0].keys():
        raise CannotRead(_("The table of people needs the columns “author” and “becomes”."))
    return {_unquoted(row["author"] or ""): (row["becomes"] or "").strip() for row in rows if row["author"]}


def write_table(path: Path, authors: Iterable[Author], posts: Mapping[str, int], arrivals: Arrivals) -> int:
    """Write a table for an editor to fill in, with what has been filled in before; return its rows."""
    known = read_table(path) if path.exists() else {}
    people = People()
    everybody = list(authors)
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            held = arrivals.of(Arrival.Kind.AUTHOR, [author.id for author in everybody], "person")
            for author in everybody:
                row = held.get(author.id)
                named = people.named(author.name) if author.name.strip() else []
                suggestion = " ".join(f"{PERSON} {person.key}" for person in named) or NEW
                person = row.person if row else None
                usual = f"{PERSON} {person.key}" if person and person.binned_at is None else TEXT
                becomes = known.get(author.id) or usual
                cells = (author.id, one_line(author.name), posts.get(author.id, 0), suggestion, becomes)
                table.writerow([_quoted(str(value)) for value in cells])
    except OSError as error:
        raise CannotRead(_("The table of people cannot be written: %(why)s") % {"why": error}) from error
    return len(everybody)


class Byline:
    """The credit of each author of a site."""

    def __init__(self, authors: Iterable[Author], table: Mapping[str, str], arrivals: Arrivals) -> None:
        self._authors = {author.id: author for author in authors}
        self._table = self._checked(table)
        self._arrivals = arrivals
        self._people: dict[str, Person] = {
            id: row.person
            for id, row in arrivals.of(Arrival.Kind.AUTHOR, self._authors, "person").items()
            if row.person is not None and row.person.binned_at is None
        }

    def _checked(self, table: Mapping[str, str]) -> dict[str, str]:
        for id, becomes in table.items():
            if becomes not in (NEW, TEXT, "") and not becomes.startswith(PERSON):
                raise CannotRead(
                    _(
                        "The table of people says “%(becomes)s” of %(author)s. "
                        "Write “person: KEY”, new or text."
                    )
                    % {"becomes": becomes, "author": id}
                )
        return {id: becomes for id, becomes in table.items() if becomes}

    def settle(self, *, language: str, actor: Actor, is_trial: bool) -> None:
        """Find or make the people the table names."""
        for id, becomes in self._table.items():
            if id not in self._authors or (becomes == NEW and id in self._people):
                continue
            if becomes == TEXT:
                self._people.pop(id, None)
                if not is_trial:
                    self._arrivals.forget(Arrival.Kind.AUTHOR, id)
            elif becomes.startswith(PERSON):
                self._hold(id, _person(becomes.removeprefix(PERSON).strip(), id), is_trial=is_trial)
            elif not is_trial:
                person = Person()
                payload = {"name": one_line(self._authors[id].name, LONGEST_NAME), "language": language}
                with transaction.atomic():
                    create(working_copy=person, payload=payload, actor=actor)
                    self._hold(id, person, is_trial=is_trial)

    def _hold(self, id: str, person: Person, *, is_trial: bool) -> None:
        self._people[id] = person
        if not is_trial:
            self._arrivals.hold(Arrival.Kind.AUTHOR, id, person)

    def people(self) -> dict[str, Person]:
        """Return those who are people here, by their id there."""
        return dict(self._people)

    def credits(self, ids: Iterable[str]) -> list[dict[str, str | None]]:
        """Return the credits of a text, each once."""
        found: dict[str, dict[str, str | None]] = {}
        for id in ids:
            person, author = self._people.get(id), self._authors.get(id)
            name = one_line(author.name if author else id, LONGEST_NAME)
            if person is not None:
                found[person.key] = {"person": person.key, "name": "", "role": ""}
            elif name:
                found.setdefault(name.casefold(), {"person": None, "name": name, "role": ""})
        return list(found.values())


def _person(key: str, id: str) -> Person:
    person = Person.objects.out_of_bin().filter(key=key).first()
    if person is None:
        raise CannotRead(
            _("The table of people leads %(author)s to “%(key)s”, and there is no such person.")
            % {"author": id, "key": key}
        )
    return person


def _quoted(value: str) -> str:
    return f"'{value}" if value.startswith(_CALCULATED) else value


def _unquoted(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(_CALCULATED) else value
