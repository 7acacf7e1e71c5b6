"""O6: a database is brought up to a release while the one before goes on, and nobody waits long for it.

What is new since the last release is read as the SQL it becomes on PostgreSQL. `docs/developing.md` has the
rules in words, `python -m benchmarks.migrating` measures them on 200,000 articles.
"""

import re
import threading
import time
from collections.abc import Iterator
from importlib import import_module

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from newsroom.management.commands import migrate
from tests.environment import ON_POSTGRESQL, ROOT

pytestmark = [
    pytest.mark.own_database,
    pytest.mark.skipif(not ON_POSTGRESQL, reason="reads PostgreSQL's SQL"),
]

LANDED = {
    tuple(line.split()) for line in (ROOT / "tests/promises/migrations_landed.txt").read_text().splitlines()
}
OWN_APPS = {app for app, _name in LANDED} | {"operating"}
CODE_THAT_IS_FINE = {
    ("colleagues", "0003_roles"): "writes a row for each of the newsroom's groups, of which there are a few",
}
"""Migrations that run Python, each with why it is over at once."""

SMALL = {"colleagues_invitation": "a row for each invitation"}
"""Tables that nobody waits for long, each with how many rows it has."""

RULES = {
    r"^CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)": "make the index with AddIndexConcurrently",
    r"^DROP INDEX (?!CONCURRENTLY)": "take the index away with RemoveIndexConcurrently",
    r"ADD CONSTRAINT .*(CHECK|FOREIGN KEY)(?!.*NOT VALID)": "add it NOT VALID, validate it in the next one",
    r"ADD CONSTRAINT .*(UNIQUE|EXCLUDE|PRIMARY KEY)": "make a unique index concurrently instead",
    r"ALTER COLUMN \S+ TYPE": "add a column of the new type beside it: changing one writes the table anew",
    r"ALTER COLUMN \S+ SET NOT NULL": "the release before may write nothing there, and all rows are read",
    r"ADD COLUMN (?!.*(DEFAULT|NULL DEFAULT)).*NOT NULL": "let it be empty, or give it a db_default",
    r"ALTER COLUMN \S+ DROP DEFAULT": "the release before leaves it out: give it a db_default",
    r"(DROP COLUMN|^DROP TABLE)": "the release before still uses it: take it away one release later",
    r"RENAME": "the release before knows it by its old name: add another beside it",
    r"^(UPDATE|DELETE)": "change rows in batches, in a job, and not while tables are changed",
}


def new() -> list[migrations.Migration]:
    """Return what has come since the last release, in the order in which it is applied."""
    loader = MigrationLoader(None)
    graph, found = loader.graph, []
    for leaf in sorted(graph.leaf_nodes()):
        for key in graph.forwards_plan(leaf):
            if key[0] in OWN_APPS and key not in LANDED and graph.nodes[key] not in found:
                found.append(graph.nodes[key])
    return found


def statements(migration: migrations.Migration, state: ProjectState) -> list[str]:
    """Return a migration as the SQL it becomes, without doing it."""
    with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(state, editor, collect_sql=True)
    lines = [line for line in editor.collected_sql if not line.startswith("--")]
    return [line.strip().rstrip(";") for line in lines]


def faults_of(sql: list[str], *, made: set[str]) -> list[str]:
    """Say what in these statements would keep others waiting, or the release before from going on."""
    found = []
    for statement in sql:
        table = re.search(r'(?:TABLE|ON|INTO|UPDATE)\s+(?:ONLY\s+)?"(\w+)"', statement)
        if created := re.match(r'CREATE TABLE "(\w+)"', statement):
            made.add(created[1])
            continue
        if table and table[1] in made:
            continue
        found += [f"{why}: {statement}" for pattern, why in RULES.items() if re.search(pattern, statement)]
    return found


def runs_code(migration: migrations.Migration) -> bool:
    return any(isinstance(each, migrations.RunPython) for each in migration.operations)


@pytest.mark.django_db(transaction=True)
def test_nothing_new_keeps_others_waiting_or_the_release_before_from_going_on() -> None:
    loader = MigrationLoader(None)
    made = set(SMALL)
    found: list[str] = []
    for migration in new():
        key = (migration.app_label, migration.name)
        if runs_code(migration) and key not in CODE_THAT_IS_FINE:
            found.append(f"{key}: say in CODE_THAT_IS_FINE why its Python is over at once, or make it a job")
        state = loader.project_state([key], at_end=False)
        plain = migrations.Migration(migration.name, migration.app_label)
        plain.atomic = migration.atomic
        plain.operations = [
            each for each in migration.operations if not isinstance(each, migrations.RunPython)
        ]
        found += [f"{key}: {fault}" for fault in faults_of(statements(plain, state), made=made)]
    assert not found, "\n".join(found)


BAD: dict[str, Operation] = {
    "AddIndexConcurrently": migrations.AddIndex("article", models.Index(fields=["slug"], name="x")),
    "NOT VALID": migrations.AddConstraint(
        "article", models.CheckConstraint(condition=~models.Q(slug="x"), name="x")
    ),
    "unique index concurrently": migrations.AddConstraint(
        "article", models.UniqueConstraint(fields=["slug"], name="x")
    ),
    "column of the new type": migrations.AlterField("article", "slug", models.TextField()),
    "db_default": migrations.AddField("article", "x", models.BooleanField(default=False)),
    "one release later": migrations.RemoveField("article", "slug"),
    "old name": migrations.RenameField("article", "slug", "x"),
    "in batches": migrations.RunSQL("UPDATE articles_article SET slug = ''"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("said", BAD)
def test_what_would_is_noticed(said: str) -> None:
    """The control: the usual ways to do harm, as Django makes them."""
    migration = migrations.Migration("x", "articles")
    migration.operations = [BAD[said]]
    faults = faults_of(statements(migration, MigrationLoader(None).project_state()), made=set())
    assert said in "".join(faults)


GOOD: tuple[Operation, ...] = (
    migrations.AddField("article", "x", models.DateTimeField(null=True)),
    migrations.AddField("article", "x", models.BooleanField(db_default=False, default=False)),
    migrations.CreateModel("X", [("id", models.BigAutoField(primary_key=True)), ("y", models.TextField())]),
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("operation", GOOD, ids=["empty", "default of the database", "table"])
def test_what_does_not_is_not(operation: Operation) -> None:
    migration = migrations.Migration("x", "articles")
    migration.operations = [operation]
    assert not faults_of(statements(migration, MigrationLoader(None).project_state()), made=set())


@pytest.fixture
def held() -> Iterator[threading.Event]:
    """A long transaction of somebody who reads articles; it ends when it is told to."""
    ends, began = threading.Event(), threading.Event()

    def read() -> None:
        parameters = connection.get_connection_params()
        own = {
            name: parameters[name]
            for name in ("dbname", "user", "password", "host", "port")
            if name in parameters
        }
        with psycopg.connect(**own) as other:
            other.execute("SELECT count(*) FROM articles_article")
            began.set()
            ends.wait(60)

    reading = threading.Thread(target=read)
    reading.start()
    assert began.wait(30)
    yield ends
    ends.set()
    reading.join()


CHANGE = "ALTER TABLE articles_article ADD COLUMN IF NOT EXISTS tried_again integer"


def change(_command: object, *_arguments: object, **_options: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(CHANGE)


def waits_a_little(given: BaseDatabaseWrapper) -> None:
    with given.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")


@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_is_not_waited_for_and_the_change_is_tried_again(
    held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate.migrate.Command, "handle", change)
    pauses: list[int] = []

    def pause(number: int) -> float:
        pauses.append(number)
        if number == 1:
            held.set()
        return 0.05

    monkeypatch.setattr(migrate, "pause", pause)
    monkeypatch.setattr(
        migrate, "prepare", lambda given: given.cursor().execute("SET lock_timeout = '200ms'")
    )
    began = time.monotonic()
    call_command("migrate", verbosity=0)
    assert pauses[:2] == [0, 1] and time.monotonic() - began < 60
    with connection.cursor() as cursor:
        cursor.execute("SELECT tried_again FROM articles_article LIMIT 0")
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.django_db(transaction=True)
def test_where_it_never_ends_a_sentence_says_so(
    held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate.migrate.Command, "handle", change)
    monkeypatch.setattr(migrate, "TRIES", 2)
    monkeypatch.setattr(migrate, "pause", lambda _number: 0.01)
    monkeypatch.setattr(
        migrate, "prepare", lambda given: given.cursor().execute("SET lock_timeout = '100ms'")
    )
    with pytest.raises(CommandError, match="in use all the time"):
        call_command("migrate", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_an_index_that_was_left_half_made_is_taken_away() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX CONCURRENTLY half_made ON articles_article (slug)")
        cursor.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_made'::regclass")
        migrate.prepare(connection)
        cursor.execute("SELECT to_regclass('half_made')")
        assert cursor.fetchone() == (None,)
        cursor.execute("RESET lock_timeout")


def test_what_has_landed_is_never_edited_away() -> None:
    """The list beside this test names migrations there are."""
    for app, name in LANDED:
        import_module(f"{app}.migrations.{name}")
