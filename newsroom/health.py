"""Whether the site can answer: asked every second by what stands in front, so a few words are the answer."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

from newsroom.ending import is_ending
from newsroom.incoming import Application
from newsroom.static_files import are_collected
from operating.questions import Question

READY, LIVE = "/health/", "/health/live/"
SECONDS = 3.0
"""How long the database is waited for; whoever asks often gives up about then."""
RETRY_AFTER = 10


def is_database_ready() -> bool:
    """Tell whether the database answers and has all this release needs of it."""
    try:
        return wanted_migrations() <= set(MigrationRecorder(connection).applied_migrations())
    except Error:
        return False
    finally:
        # Whether one can be reached is told by a connection of one's own alone.
        connection.close()


@cache
def wanted_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations of this release."""
    return frozenset(MigrationLoader(None).disk_migrations)


database = Question(is_database_ready, otherwise=False)


def ready(request: HttpRequest) -> HttpResponse:
    """Tell whatever hands on requests whether this server is to get any."""
    # What is wrong is for the log and for `manage.py doctor` to say, not for strangers.
    is_ready = not is_ending() and are_collected() and database.answer(seconds=SECONDS)
    answer = _said("ok\n" if is_ready else "not ready\n")
    if not is_ready:
        answer.status_code = 503
        answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def live(request: HttpRequest) -> HttpResponse:
    """Tell whatever starts servers that this one runs, whatever else is wrong."""
    return _said("ok\n")


def _said(words: str) -> HttpResponse:
    answer = HttpResponse(words, content_type="text/plain")
    answer["Cache-Control"] = "no-store"
    return answer


def by_any_name(application: Application) -> Application:
    """Let these be asked by the machine's address, too, which is no name of the site."""
    own = urlsplit(settings.SITE_URL).netloc

    def inner(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] in (READY, LIVE):
            environ["HTTP_HOST"] = own
        return application(environ, start_response)

    return inner
