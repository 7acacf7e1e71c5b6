"""The environment tests run in: nothing of the machine's own configuration or data is touched.

TEST_DATABASE_URL chooses the database; without it the tests use a SQLite file.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = Path(tempfile.mkdtemp(prefix="newsroom-tests-")).resolve()
# pytest-xdist's workers inherit the first process's, and `make test` gives one to both of its runs.
RUN_DIR = Path(os.environ.setdefault("TEST_RUN_DIR", str(DATA_DIR / "run")))
ON_POSTGRESQL = bool(os.environ.get("TEST_DATABASE_URL", "").strip())
VARIABLES = (
    "BACKUP_DATABASE_URL",
    "BACKUP_KEEP",
    "BACKUP_S3_ENDPOINT",
    "BACKUP_S3_KEY",
    "BACKUP_S3_REGION",
    "BACKUP_S3_SECRET",
    "BACKUP_TARGET",
    "DATABASE_URL",
    "DEBUG",
    "DEMO",
    "DRAIN_SECONDS",
    "EMAIL_URL",
    "FETCH_PAGES",
    "FINISHED_PAGES",
    "HOST",
    "IMAGES_S3_ACCESS_KEY",
    "IMAGES_S3_BUCKET",
    "IMAGES_S3_ENDPOINT",
    "IMAGES_S3_PREFIX",
    "IMAGES_S3_REGION",
    "IMAGES_S3_SECRET_KEY",
    "LANGUAGE_CODE",
    "LOG_FORMAT",
    "METRICS",
    "NEWSROOM_DATA_DIR",
    "PORT",
    "POSTGRESQL_BIN",
    "PREPARED_STATEMENTS",
    "PROXY_COUNT",
    "PROXY_SECONDS",
    "PURGE_BODY",
    "PURGE_HEADERS",
    "PURGE_LABELS",
    "PURGE_LABEL_BYTES",
    "PURGE_METHOD",
    "PURGE_MOST_WORDS",
    "PURGE_SECRET",
    "PURGE_URL",
    "PURGE_VARNISH",
    "PURGE_VARNISH_SECRET",
    "PURGE_WORDS_AT_ONCE",
    "SECOND_FACTOR",
    "SECRET_KEY",
    "SENTRY_DSN",
    "SITE_NAME",
    "SITE_URL",
    "SLOW_PAGE_MS",
    "SLOW_QUERY_MS",
    "STATIC_DIR",
    "THREADS",
    "TIME_ZONE",
)


def load_settings() -> None:
    """Have Django read its settings with the tests' own variables."""
    for variable in VARIABLES:
        os.environ.pop(variable, None)
    os.environ["SECRET_KEY"] = "for tests only: " + "0123456789abcdef" * 4
    os.environ["NEWSROOM_DATA_DIR"] = str(DATA_DIR)
    os.environ["DEMO"] = "no"
    if ON_POSTGRESQL:
        os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
    (DATA_DIR / "static").mkdir(exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    assert settings.DATA_DIR == DATA_DIR
    # Else pytest-xdist's workers inherit it, and read the settings before this has run in them.
    del os.environ["DJANGO_SETTINGS_MODULE"]


load_settings()
