"""Newsroom as a WSGI application; a wrong setting stops it with an ImproperlyConfigured that says which."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django = get_wsgi_application()

from newsroom.ending import ending  # noqa: E402
from newsroom.finished_pages.layer import with_finished_pages  # noqa: E402 (its models need Django set up)
from newsroom.health import by_any_name  # noqa: E402
from newsroom.incoming import sound  # noqa: E402
from newsroom.limits.requests import bounded  # noqa: E402
from operating.metrics.telling import count_and_tell  # noqa: E402
from publishing.caching.watching import watched  # noqa: E402

count_and_tell()
application = ending(bounded(watched(with_finished_pages(by_any_name(sound(django))))))
