"""Newsroom as a WSGI application; a wrong setting stops it with an ImproperlyConfigured that says which."""

import os

from django.core.wsgi import get_wsgi_application

from newsroom.incoming import sound

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django_application = get_wsgi_application()

# What it reads are models, which are there only now.
from publishing.caching.watching import watched  # noqa: E402

application = watched(sound(django_application))
