"""A migration that is broken off before it is noted leaves nothing behind, so that it can be made again."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate as of_django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from newsroom.management.commands import migrate

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(Exception):
    """Stands for the end of the process."""


@pytest.mark.parametrize("as_it_is", [True, False])
def test_it_is_made_and_noted_in_one_step(as_it_is: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise, which is the control, its table is there and nobody knows."""

    noted = MigrationRecorder.record_applied

    def end(recorder: Any, app: str, name: str) -> None:
        # The one with an index, which Django puts off to the end.
        if name == "0002_backup":
            raise Killed
        noted(recorder, app, name)

    monkeypatch.setattr(of_django, "MigrationExecutor", MigrationExecutor)
    if not as_it_is:
        monkeypatch.setattr(migrate, "InOneStep", MigrationExecutor)
    MigrationExecutor(connection).migrate([("operating", None)])
    try:
        with monkeypatch.context() as broken:
            broken.setattr(MigrationRecorder, "record_applied", end)
            with pytest.raises(Killed):
                call_command("migrate", "operating", interactive=False, verbosity=0)
        assert ("operating_backup" in connection.introspection.table_names()) != as_it_is
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS operating_backup")
        monkeypatch.setattr(of_django, "MigrationExecutor", MigrationExecutor)
        call_command("migrate", interactive=False, verbosity=0)
