"""How a PostgreSQL is reached: one server, or several of which the one that is written to is meant."""

from typing import Any
from urllib.parse import urlsplit

import dj_database_url

USUAL_PORT = 5432
WRITTEN_TO = ("read-write", "primary")
SECONDS, SECONDS_EACH = 5, 3
"""Within which a server has to take a connection: alone, or each of several."""
# A machine that has lost its power says nothing any more: what waits for it is told after ten seconds, where
# the system by itself would wait for a quarter of an hour.
LIVELY = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}


def parsed(url: str) -> dict[str, Any]:
    """Return what the address of a database says; raises ValueError where it says nothing of use."""
    scheme, slashes, rest = url.partition("://")
    ends = min((rest.find(sign) for sign in "/?#" if sign in rest), default=len(rest))
    before, at, places = rest[:ends].rpartition("@")
    if "," not in places:
        return dict(dj_database_url.parse(url))
    hosts, ports = zip(*map(_place, places.split(",")), strict=True)
    found = dict(dj_database_url.parse(f"{scheme}{slashes}{before}{at}several{rest[ends:]}"))
    return found | {"HOST": ",".join(hosts), "PORT": ",".join(ports)}


def _place(given: str) -> tuple[str, str]:
    parts = urlsplit(f"//{given}")
    if not parts.hostname or parts.path or parts.port == 0:
        raise ValueError(given)
    return parts.hostname, str(parts.port or USUAL_PORT)


def kept(found: dict[str, Any]) -> dict[str, Any]:
    """Return how connections are made and kept; a server that may not be written to is never asked."""
    given = found.get("OPTIONS", {})
    options = {"connect_timeout": SECONDS, **LIVELY, **given}
    if is_several(found):
        options = {"connect_timeout": SECONDS_EACH, **LIVELY, "target_session_attrs": "read-write", **given}
        if options["target_session_attrs"] not in WRITTEN_TO:
            raise ValueError(options["target_session_attrs"])
    # A kept connection may have died with the server's restart: it is tried before it is used.
    return found | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def is_several(found: dict[str, Any]) -> bool:
    """Tell whether the servers are several."""
    return "," in str(found.get("OPTIONS", {}).get("host") or found["HOST"])
