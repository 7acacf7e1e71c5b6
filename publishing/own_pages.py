"""Which page of this site an address is of, whichever way it is written."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, ResolverMatch, resolve

EDIT = ("edit", "admin:edit")
"""Addresses that say nothing but another address."""


def page_at(pasted: str) -> ResolverMatch | None:
    """Return which page of this site an address is of, or None; a slash left out at the end is put there."""
    path = _path_of(pasted)
    for whole in (path, f"{path}/") if path else ():
        try:
            match = resolve(whole)
        except Resolver404:
            continue
        return page_at(f"/{match.kwargs['path']}") if match.view_name in EDIT else match
    return None


def _path_of(pasted: str) -> str:
    """Return the path of an address of this site, written with or without scheme and host, or ""."""
    pasted = pasted.strip()
    try:
        full = urlsplit(pasted if "://" in pasted.partition("?")[0] else f"//{pasted.removeprefix('//')}")
        if _is_ours(full.netloc):
            return unquote(full.path) or "/"
        if full.scheme or pasted.startswith("//") or "/" not in pasted:
            return ""
        return unquote(urlsplit(f"/{pasted.lstrip('/')}").path)
    except ValueError:
        return ""


def _is_ours(host: str) -> bool:
    name, _port = split_domain_port(host.casefold())
    ours = settings.ALLOWED_HOSTS
    return bool(name) and (validate_host(name, ours) or validate_host(name.removeprefix("www."), ours))
