"""Addresses: whose they are, and those of pictures and links in a text's HTML before it is read."""

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import urlsplit

_VALUE = r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))"""
SOURCE = re.compile(rf"(?P<before><img\b[^<>]*?\ssrc\s*=\s*){_VALUE}", re.IGNORECASE)
HREF = re.compile(rf"(?P<before><a\b[^<>]*?\shref\s*=\s*){_VALUE}", re.IGNORECASE)


def host_of(address: str) -> str:
    """Return the host an address names, by which a site is told; "" where it names none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def with_addresses(html: str, *, picture: Callable[[str], str], link: Callable[[str], str]) -> str:
    """Return HTML in which pictures and links have the addresses that are made of theirs."""
    return _each(HREF, _each(SOURCE, html, picture), link)


def _each(pattern: re.Pattern[str], html: str, lead: Callable[[str], str]) -> str:
    def made(found: re.Match[str]) -> str:
        said = next(value for value in (found["double"], found["single"], found["bare"]) if value is not None)
        return f'{found["before"]}"{escape(lead(unescape(said).strip()))}"'

    return pattern.sub(made, html)
