"""Killed while saving, publishing, importing, uploading, backing up, migrating or erasing, nothing that was
acknowledged is lost, nothing is half there, and whoever begins again gets to the end."""

import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone
from PIL import Image as Pixels

from articles.models import Article, ArticleEdition
from images.models import Image
from jobs.models import Job, State
from jobs.working import work_off
from operating.backups.checking import check
from operating.backups.manifest import names_at
from operating.backups.targets import place_at
from operating.erasing.models import Erasure
from publishing import payloads
from tests import factories as make
from tests.databases import copy_database, drop_database, place_of, use
from tests.environment import ON_POSTGRESQL
from tests.operating.erasing.searching import in_rows
from tests.postgresql_programs import FOLDER
from tests.promises.on_its_way import on_its_way
from tests.promises.processes import Worker
from tests.soaking import SOAK, how_many

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

logger = logging.getLogger(__name__)
KILLS = how_many(3, soak=100)
SLOW_KILLS = how_many(1, soak=50)
"""Of kinds that take a second or more each."""
BEFORE: dict[str, str | None] = {"operating": None}
if SOAK:
    BEFORE |= {
        "accounts": "0002_mail_of_handing",
        "publishing": "0009_changed_last",
        "profiles": "0010_names",
    }
"""Where the migrations of some apps stood before those that are broken off here."""


class Dying(Worker):
    """The process whose children are killed."""

    module = "tests.promises.dying"

    def kill(self, kind: str, **order: Any) -> bool:
        """Have something done by a child that is killed; tell whether it said that it was done."""
        answer = self.ask(kind=kind, **order)
        assert answer["ended"], f"{kind} went wrong by itself: see above"
        while on_its_way():
            time.sleep(0.002)
        return bool(answer["done"])


@pytest.fixture(scope="module")
def dying(django_db_setup: None) -> Iterator[Dying]:
    process = Dying(POSTGRESQL_BIN=FOLDER)
    try:
        yield process
    finally:
        process.end()


@dataclass
class Kind:
    """One thing that is broken off: what is ordered, and what must be true afterwards."""

    order: Callable[[int], dict[str, Any]]
    check: Callable[[int, bool], None]
    """Fails where something acknowledged is lost, half there, or cannot be done again."""
    statements: int = 60
    seconds: float = 0.1


def kill(dying: Dying, name: str, kind: Kind, *, kills: int, careless: bool = False) -> Counter[bool]:
    """Break it off again and again, before some statement or at some moment; count what was acknowledged."""
    chance, outcomes = random.Random(name), Counter[bool]()
    for number in range(kills):
        # Some come to their end, else nothing would be acknowledged.
        how: dict[str, Any] = {}
        if number % 3 == 0 and kind.statements:
            how["statement"] = chance.randint(0, kind.statements)
        elif number % 3 != 2:
            how["seconds"] = chance.uniform(0, kind.seconds)
        done = dying.kill(name, **kind.order(number), **how, careless=careless)
        kind.check(number, done)
        outcomes[done] += 1
    logger.info("%s: %s kills, %s acknowledged, none lost", name, kills, outcomes[True])
    return outcomes


# What is broken off.


def saving() -> Kind:
    article = make.make_article(headline="Words 0")

    def check_saved(number: int, done: bool) -> None:
        article.refresh_from_db()
        held = payloads.read(article.revisions.get(number=article.version))
        assert held["headline"] == article.headline, "the draft is what its version says"
        assert article.revisions.count() == article.version
        assert not done or article.headline == f"Words {number + 1}", "an acknowledged save is lost"

    return Kind(lambda number: {"page": article.pk, "words": f"Words {number + 1}"}, check_saved, 25, 0.05)


def publishing() -> Kind:
    article = make.make_published_article(headline="Words 0")

    def order(number: int) -> dict[str, Any]:
        make.save(article, headline=f"Words {number + 1}")
        return {"page": article.pk}

    def check_published(number: int, done: bool) -> None:
        live = ArticleEdition.objects.live(timezone.now()).get(working_copy=article)
        page = Client().get(live.get_absolute_url()).content.decode()
        assert live.headline in page
        assert not done or live.headline == f"Words {number + 1}", "an acknowledged publication is lost"

    return Kind(order, check_published)


def importing(folder: Path) -> Kind:
    def order(number: int) -> dict[str, Any]:
        file = folder / f"story-{number}.txt"
        file.write_text(
            f"Brought in {number}\n\nBy Ana Ruiz\n\nA text [1].\n\nSources\n\n[1] https://w.example/{number}\n"
        )
        return {"file": str(file)}

    def check_imported(number: int, done: bool) -> None:
        there = Article.objects.filter(headline=f"Brought in {number}")
        assert there.count() <= 1
        assert not done or there.exists(), "an acknowledged import is lost"
        again = str(folder / f"story-{number}.txt")
        call_command("importarticle", again, stdout=StringIO(), stderr=StringIO())
        article = there.get()
        assert "A text" in article.body and article.revisions.count() == article.version

    return Kind(order, check_imported, 80, 0.3)


def uploading(folder: Path) -> Kind:
    def order(number: int) -> dict[str, Any]:
        file, data = folder / f"{number}.png", BytesIO()
        Pixels.new("RGB", (64, 64), (number % 256, number // 256, 7)).save(data, "PNG")
        file.write_bytes(data.getvalue())
        return {"file": str(file), "words": f"Picture {number}"}

    def check_uploaded(number: int, done: bool) -> None:
        image = Image.objects.filter(title=f"Picture {number}").first()
        assert image is not None or not done, "an acknowledged upload is lost"
        if image is not None:
            with Pixels.open(image.original) as pixels:
                pixels.load()

    return Kind(order, check_uploaded, 20, 0.1)


def backing_up(folder: Path, settings: Any) -> Kind:
    settings.POSTGRESQL_BIN = FOLDER
    make.make_published_article(main_image=make.make_image().key)
    target, work = folder / "backups", folder / "work"
    work.mkdir()
    seen: set[str] = set()

    def check_backed_up(number: int, done: bool) -> None:
        place = place_at(str(target))
        names = set(names_at(place)) if target.exists() else set()
        assert seen <= names, "an acknowledged backup is lost"
        assert not done or names - seen, "an acknowledged backup is lost"
        for name in names - seen:
            # One that stands there under its name is whole.
            check(place, name, work=work)
        seen.update(names)

    return Kind(lambda number: {"target": str(target)}, check_backed_up, 0, 1.5)


def erasing() -> Kind:
    people = {}

    def order(number: int) -> dict[str, Any]:
        person = make.make_person(name=f"Zqname{number} Qzlast", published=True)
        article = make.make_published_article(headline=f"About {number}", body=make.mentioning(person))
        people[number] = (person, article)
        return {"key": person.key}

    def check_erased(number: int, done: bool) -> None:
        person, article = people[number]
        name = f"Zqname{number} Qzlast"
        page = Client().get(article.editions.get().get_absolute_url()).content.decode()
        assert (name in page) != ("somebody else" in page), "one or the other, never both"
        profile = Client().get(f"/people/zqname{number}-qzlast/")
        person.refresh_from_db()
        assert (profile.status_code == 200) == (person.erased_at is None)
        assert Erasure.objects.filter(key=person.key).exists() == (person.erased_at is not None)
        if done:
            assert not in_rows([name]), "what was said to be erased is there"
        elif person.erased_at is not None:
            # The worker that had it is gone, and its lease ends.
            over = timezone.now() - timedelta(seconds=1)
            Job.objects.filter(state=State.RUNNING).update(leased_until=over)
            work_off()
            assert not in_rows([name])

    return Kind(order, check_erased, 150, 0.4)


@pytest.mark.parametrize("name", ["saving", "publishing", "erasing"])
def test_killed_in_the_database(dying: Dying, name: str) -> None:
    kinds = {"saving": saving, "publishing": publishing, "erasing": erasing}
    outcomes = kill(dying, name, kinds[name](), kills=KILLS)
    assert set(outcomes) == {False, True}, "some before the end and some after, else this tests nothing"


@pytest.mark.parametrize("name", ["importing", "uploading", "backing up"])
def test_killed_with_files(dying: Dying, name: str, tmp_path: Path, settings: Any) -> None:
    backups = partial(backing_up, settings=settings)
    kinds = {"importing": importing, "uploading": uploading, "backing up": backups}
    kills = KILLS if name == "uploading" else max(3, SLOW_KILLS)
    outcomes = kill(dying, name, kinds[name](tmp_path), kills=kills)
    assert outcomes[True]


def schema() -> list[Any]:
    """Return how the database is built, as far as two of them can be compared."""
    with connection.cursor() as cursor:
        if ON_POSTGRESQL:
            cursor.execute(
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL "
                "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable "
                "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1"
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master ORDER BY name")
        return cursor.fetchall()


def test_killed_while_migrating(dying: Dying) -> None:
    usual = str(connection.settings_dict["NAME"])
    before, broken = place_of("kills_before"), place_of("kills")
    try:
        copy_database_of(usual, before)
        use(before)
        MigrationExecutor(connection).migrate(list(BEFORE.items()))
        connection.close()
        whole = migrated_from(before, broken)
        chance, done = random.Random(6), 0
        for number in range(SLOW_KILLS):
            use(usual)
            copy_database(before, broken)
            how = (
                {"seconds": chance.uniform(0.3, 2.0)} if number % 2 else {"statement": chance.randint(0, 120)}
            )
            done += dying.kill("migrating", place=broken, **how)
            use(broken)
            call_command("migrate", interactive=False, verbosity=0)
            executor = MigrationExecutor(connection)
            assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
            assert schema() == whole, "as if it had never been broken off"
            logger.info("migrating: kill %s made whole", number + 1)
            connection.close()
        logger.info("migrating: %s kills, %s acknowledged, each time made whole", SLOW_KILLS, done)
    finally:
        use(usual)
        for place in (before, broken):
            drop_database(place)


def migrated_from(before: str, place: str) -> list[Any]:
    """Return how the database is built when its migrations are not broken off."""
    copy_database(before, place)
    use(place)
    call_command("migrate", interactive=False, verbosity=0)
    built = schema()
    connection.close()
    return built


def copy_database_of(usual: str, place: str) -> None:
    """Copy this test's own database, to which nobody may be connected meanwhile."""
    connection.close()
    copy_database(usual, place)


@pytest.mark.parametrize("name", ["saving", "uploading"])
def test_control_who_says_so_before_loses_what_was_acknowledged(
    dying: Dying, name: str, tmp_path: Path
) -> None:
    kind = saving() if name == "saving" else uploading(tmp_path)
    with pytest.raises(AssertionError, match=r"acknowledged .* is lost"):
        kill(dying, name, kind, kills=20, careless=True)
