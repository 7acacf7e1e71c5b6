"""A backup read from a streaming replica: the primary has no work with it."""

from pathlib import Path

import pytest

from operating.backups import postgresql
from tests.environment import ON_POSTGRESQL
from tests.postgresql_programs import FOLDER
from tests.promises.replicas import two_servers
from tests.sites import Site, free_port
from tests.soaking import SOAK

pytestmark = [
    pytest.mark.processes,
    pytest.mark.own_database,
    pytest.mark.long,
    pytest.mark.skipif(not (SOAK and ON_POSTGRESQL), reason="two servers take long to make: make soak"),
]

WRITE = "from tests import factories as make; print(make.make_article(headline='{}').pk)"


def test_it_is_read_from_the_replica_which_has_all_of_it(tmp_path: Path) -> None:
    target = str(tmp_path / "backups")
    with two_servers() as (primary, replica):
        site = Site(
            data_dir=tmp_path / "var",
            database_url=primary.url,
            port=free_port(),
            variables={
                "SECRET_KEY": "x" * 9 + "0123456789abcdef" * 4,
                "BACKUP_DATABASE_URL": replica.url,
                "POSTGRESQL_BIN": FOLDER,
            },
        )
        site.data_dir.mkdir()
        site.manage("migrate")
        site.run(WRITE.format("Written a moment ago"))
        site.manage("backup", target)
        assert "pg_dump" in replica.log and "pg_dump" not in primary.log
        site.run(WRITE.format("Written after it"))
        site.manage("restore", target, "latest", "--replace")
        found = site.run(
            "from articles.models import Article; print(*Article.objects.values_list('headline', flat=True))"
        )
        assert found.strip() == "Written a moment ago"
        site.manage("backup", target, "--check")

        site.variables["BACKUP_DATABASE_URL"] = primary.url
        refused = site.manage("backup", target, check=False)
        assert refused.returncode == 1 and "names no replica" in refused.stderr

        site.variables["BACKUP_DATABASE_URL"] = replica.url
        replica.ask("SELECT pg_wal_replay_pause()")
        primary.ask("ALTER SYSTEM SET synchronous_standby_names = ''")
        primary.ask("SELECT pg_reload_conf()")
        site.run(WRITE.format("The replica has not got this"))
        behind = site.manage("backup", target, check=False)
        assert behind.returncode == 1 and "behind" in behind.stderr
    assert postgresql.BEHIND_FOR == 60
