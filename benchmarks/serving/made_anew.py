"""Every page is made as finished pages have it made, and none is kept."""

from newsroom.wsgi import application as newsroom  # isort: skip (it sets Django up)
from masthead.frame import KEPT


def application(environ, start_response):
    """Say what the layer says beside a request: the newsroom may be the one this process keeps."""
    return newsroom(environ | {KEPT: True}, start_response)
