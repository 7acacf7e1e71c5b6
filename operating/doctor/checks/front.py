"""What stands in front, as others meet it: the site is asked by SITE_URL, with what a stranger could send."""

import json
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from operating.doctor.findings import Asked, Finding, check
from operating.doctor.mirror import HEADER, pass_of_now
from operating.doctor.site import Site

DAYS, FEW_DAYS = 21, 7
FORGED = "203.0.113.77"
"""An address kept for examples: nobody has it."""
EXPIRED, OTHER_HOST = 10, 62
"""OpenSSL's numbers for why a certificate is not believed."""
A_PICTURE = 21_000_000
"""Bytes of a form with one picture."""
LEAST_HSTS = 180 * 24 * 60 * 60


@check("reached", gettext_lazy("Reached from outside"))
def reached(ask: Asked) -> Iterator[Finding]:
    """Ask the site for its health by the address readers use."""
    site = Site.of(ask)
    answer = site.get("/health/")
    if answer is None:
        yield Finding(
            "error" if settings.PRODUCTION else "notice",
            _("%(address)s was not reached: %(reason)s.")
            % {"address": settings.SITE_URL, "reason": site.problem},
            _(
                "See that the proxy and the server run (systemctl status nginx newsroom), that the name "
                "leads to them, and that this machine may ask there."
            ),
            _("What stands in front could not be looked at. Readers may be unable to reach it too."),
            code="front.reach",
        )
    elif answer.status != 200:
        yield Finding(
            "error",
            _("%(address)s/health/ answers with %(status)d.")
            % {"address": settings.SITE_URL, "status": answer.status},
            _("Look into the server’s log (journalctl -u newsroom) and the proxy’s."),
            _("The site cannot answer, or another one does in its place."),
            code="front.health",
        )
    else:
        yield Finding("good", _("%(address)s answers.") % {"address": settings.SITE_URL}, code="front.reach")


@check("certificate", gettext_lazy("Certificate"))
def certificate(ask: Asked) -> Iterator[Finding]:
    """See until when the certificate is good, and whether it is this host's."""
    site = Site.of(ask)
    if not settings.HTTPS or site.get("/health/") is None:
        return
    if site.untrusted is not None:
        yield _not_believed(site.untrusted)
        return
    end = datetime.fromtimestamp(ssl.cert_time_to_seconds(site.certificate["notAfter"]), UTC)
    days = (end - ask.at).days
    said = ngettext(
        "The certificate is good for %(count)d more day, until %(end)s.",
        "The certificate is good for %(count)d more days, until %(end)s.",
        days,
    ) % {"count": days, "end": date_format(end, "DATE_FORMAT")}
    if days >= DAYS:
        yield Finding("good", said, code="certificate.end")
    else:
        yield Finding(
            "error" if days < FEW_DAYS else "warning",
            said,
            _("Renew it: “certbot renew”, and see why its timer did not (systemctl status certbot.timer)."),
            _("After that no browser opens the site."),
            code="certificate.end",
        )


def _not_believed(problem: ssl.SSLCertVerificationError) -> Finding:
    reasons = {
        EXPIRED: _("The certificate has expired."),
        OTHER_HOST: _("The certificate is not this host’s, but another one’s."),
    }
    return Finding(
        "error",
        reasons.get(
            problem.verify_code,
            _("The certificate is not believed: %(reason)s.") % {"reason": problem.verify_message},
        ),
        _("Have one made for %(host)s (docs/deploying.md) and the proxy use it, with its whole chain.")
        % {"host": urlsplit(settings.SITE_URL).hostname},
        _("Browsers warn of the site instead of showing it."),
        code="certificate.believed",
    )


@check("front", gettext_lazy("What stands in front"))
def front(ask: Asked) -> Iterator[Finding]:
    """See which headers arrive, which are believed, and what readers and colleagues get."""
    site = Site.of(ask)
    if site.get("/health/") is None:
        return
    found = [*_arrives(site), *_plain_http(site), *_readers_get(site), *_colleagues_get(site)]
    if not ask.quick:
        found += _bodies(site)
    yield from found
    if not found:
        yield Finding("good", _("Headers arrive and leave as they should."), code="front")


def _arrives(site: Site) -> Iterator[Finding]:
    forged = {
        HEADER: pass_of_now(),
        "X-Forwarded-For": FORGED,
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Proto": "http" if settings.HTTPS else "https",
    }
    answer = site.ask("GET", reverse("admin:seen"), headers=forged)
    if answer is not None and answer.status in (301, 302, 307, 308):
        yield _proto(settings.HTTPS)
        return
    told = _told(answer.body) if answer is not None and answer.status == 200 else None
    if told is None:
        yield Finding(
            "warning",
            _("How requests arrive could not be seen: the site answered with %(status)s.")
            % {"status": answer.status if answer else _("nothing")},
            _("See that SITE_URL leads to this very newsroom, and that the proxy passes on every header."),
            _("Who somebody is counted as cannot be looked at."),
            code="front.mirror",
        )
        return
    yield from _forwarded(told)
    if told["is_secure"] is not settings.HTTPS and settings.HTTPS:
        yield _proto(True)
    if told["host"] != urlsplit(settings.SITE_URL).netloc:
        yield Finding(
            "error",
            _("Requests arrive with the host %(host)s in place of the site’s own.") % {"host": told["host"]},
            _("In nginx: proxy_set_header Host $server_name;"),
            _("Only requests for the site’s own host are answered."),
            code="front.host",
        )


def _told(body: bytes) -> Mapping[str, Any] | None:
    try:
        told: Mapping[str, Any] = json.loads(body)
    except ValueError:
        return None
    return told if isinstance(told, dict) and "forwarded_for" in told else None


def _proto(is_https: bool) -> Finding:
    return Finding(
        "error",
        _("What a stranger writes into X-Forwarded-Proto is believed, or the header does not arrive."),
        _("In nginx: proxy_set_header X-Forwarded-Proto $scheme;"),
        _("Pages lead in a circle, or a login is sent in the open."),
        code="front.proto",
    )


def _forwarded(told: Mapping[str, Any]) -> Iterator[Finding]:
    """Count the proxies: what this request wrote stands before what they have added, or is gone."""
    addresses: list[str] = told["forwarded_for"]
    is_passed_on = addresses[:1] == [FORGED]
    proxies = len(addresses) - is_passed_on
    if told["client"] == FORGED:
        what = _("What a stranger writes into X-Forwarded-For is believed.")
        why = _("Whoever writes another address each time can try passwords without end.")
    elif proxies != settings.PROXY_COUNT:
        what = _("PROXY_COUNT is %(said)d, but %(seen)d proxies add to X-Forwarded-For.") % {
            "said": settings.PROXY_COUNT,
            "seen": proxies,
        }
        why = _("Failed logins are counted for the wrong address: strangers can lock everybody out.")
    else:
        return
    if proxies:
        how = _(
            "Set PROXY_COUNT=%(seen)d, or have each proxy add the address it was asked from "
            "(docs/configuration.md, Logging in)."
        ) % {"seen": proxies}
    else:
        how = _(
            "Have each proxy set the address it was asked from. In nginx: "
            "proxy_set_header X-Forwarded-For $remote_addr; without a proxy set PROXY_COUNT=0."
        )
    yield Finding(
        "error",
        what,
        how,
        why,
        code="front.forwarded",
    )


def _plain_http(site: Site) -> Iterator[Finding]:
    """Ask by plain HTTP, as a reader who typed the name alone, and claim that it was not plain."""
    if not settings.HTTPS or urlsplit(settings.SITE_URL).port is not None:
        return
    answer = site.ask("GET", "/", headers={"X-Forwarded-Proto": "https"}, scheme="http")
    if answer is None:
        # Nobody listens there: nothing is sent in the open either.
        return
    if answer.status not in (301, 308) or not answer.headers.get("location", "").startswith("https://"):
        yield Finding(
            "error",
            _("A reader who comes by plain HTTP is not sent on to HTTPS."),
            _("In nginx, for port 80: return 301 https://$host$request_uri;"),
            _("Whoever is on the way can read and change the pages."),
            code="front.redirect",
        )


def _readers_get(site: Site) -> Iterator[Finding]:
    page = site.get("/")
    if page is None or page.status != 200:
        return
    hsts = page.headers.get("strict-transport-security", "")
    if settings.HTTPS and _max_age(hsts) < LEAST_HSTS:
        yield Finding(
            "warning",
            _("Browsers are not told to use HTTPS for good."),
            _("Let the proxy pass Strict-Transport-Security on; Newsroom sends it."),
            _("Somebody on the way can have a reader’s first request sent in the open."),
            code="front.hsts",
        )
    policy = page.headers.get("content-security-policy", "")
    if "default-src 'none'" not in policy:
        yield Finding(
            "error",
            _("The pages’ content security policy does not arrive as it was sent."),
            _("Let the proxy pass Content-Security-Policy on and add none of its own."),
            _("It keeps scripts of strangers from running, also in the text editor."),
            code="front.policy",
        )
    if "set-cookie" in page.headers:
        yield Finding(
            "error",
            _("Readers’ pages set a cookie, which Newsroom never does."),
            _("Take it out of the proxy’s or the CDN’s settings."),
            _("It makes caches keep nothing, and readers have to be asked."),
            code="front.cookie",
        )
    told = [name for name in ("surrogate-key", "cache-tag", "cdn-tag") if name in page.headers]
    if told:
        yield Finding(
            "warning",
            _("What is meant for caches reaches readers: %(names)s.") % {"names": ", ".join(told)},
            _("Take these headers out at the last proxy, as the files in deploy/ do."),
            _("They tell which pages have something in common."),
            code="front.words",
        )


def _max_age(header: str) -> int:
    given = [part.strip().partition("=")[2].strip('"') for part in header.split(";") if "max-age" in part]
    return int(given[0]) if given and given[0].isdigit() else 0


def _colleagues_get(site: Site) -> Iterator[Finding]:
    """Ask for the login twice: each has a secret of its own, so that a kept one is seen."""
    login = reverse("admin:login")
    first, second = (site.ask("GET", login, headers={}) for _time in range(2))
    if first is None or second is None or first.status != 200:
        return
    words = {part.strip().partition("=")[0] for part in first.headers.get("cache-control", "").split(",")}
    is_kept = "age" in second.headers and second.headers["age"] != "0"
    if is_kept or first.body == second.body or not words & {"no-store", "private", "no-cache"}:
        yield Finding(
            "error",
            _("Pages under /admin/ are kept by something in front."),
            _("Have the proxy and the CDN pass /admin/ and /edit/ on and keep nothing of them."),
            _("A colleague’s page could be shown to somebody else."),
            code="front.admin",
        )


def _bodies(site: Site) -> Iterator[Finding]:
    """Announce a form with a picture, and send none: a proxy that takes less says so at once."""
    announced = {"Content-Length": str(A_PICTURE), "Content-Type": "application/octet-stream"}
    answer = site.ask("POST", reverse("admin:login"), headers=announced, seconds=1.5)
    if answer is not None and answer.status == 413 and "permissions-policy" not in answer.headers:
        yield Finding(
            "warning",
            _("The proxy refuses forms of 20 MB, which a picture may have."),
            _("In nginx: client_max_body_size 80m;"),
            _("Colleagues cannot upload large pictures, and are not told why."),
            code="front.bodies",
        )
