"""The floor: a WSGI program that hands out the same bytes with the same headers, whatever it is asked for."""

import json
import os
from pathlib import Path

_kept = Path(os.environ["BENCH_RAW"])
_headers = [tuple(pair) for pair in json.loads((_kept / "headers.json").read_text())]
_body = (_kept / "body").read_bytes()


def application(environ, start_response):
    """Answer at once."""
    start_response("200 OK", list(_headers))
    return [_body]
