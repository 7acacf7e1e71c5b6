"""Newsroom as a WSGI application; a wrong setting stops it with an ImproperlyConfigured that says which."""

import os

from django.core.wsgi import get_wsgi_application

from newsroom.incoming import sound

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = sound(get_wsgi_application())
