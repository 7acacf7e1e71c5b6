"""Where faults and figures are told."""

from importlib.util import find_spec
from urllib.parse import urlsplit

from environs import Env

from newsroom.environment.reading import SettingsError, text
from newsroom.environment.site import is_loopback, is_port


def sentry(env: Env, name: str) -> str:
    """Read the address a Sentry gave for telling it of faults; it holds a key, so it is not repeated."""
    given = text(env, name, "")
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        is_sound = parts.scheme in ("http", "https") and bool(parts.username) and bool(parts.path.strip("/"))
    except ValueError:
        is_sound = False
    if not is_sound:
        raise SettingsError(f"{name} is no address of a Sentry, such as https://key@sentry.example.org/1.")
    if find_spec("sentry_sdk") is None:
        raise SettingsError(
            f"{name} is set, but the package that tells Sentry is not installed: "
            "install those of requirements-fleet.txt, or leave it out."
        )
    return given


def metrics(env: Env, name: str) -> tuple[str, int] | None:
    """Read the address at which figures are told: of this machine alone, unless it is said to be open."""
    given = text(env, name, "")
    if not given:
        return None
    address, _blank, more = given.partition(" ")
    host, _colon, port_ = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (host and is_port(port_) and more.strip() in ("", "open")):
        raise SettingsError(f"{name} is “{given}”: it must be an address and a port, such as 127.0.0.1:9100.")
    if not is_loopback(host) and more.strip() != "open":
        raise SettingsError(
            f"{name} is “{given}”, which others can reach, and the figures are for nobody but you: use "
            f"127.0.0.1:{port_}, or say “{address} open” where a firewall keeps others away."
        )
    return host, int(port_)
