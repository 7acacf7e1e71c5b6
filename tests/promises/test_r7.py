"""R7: whatever is asked, nothing fails: every address and every form, with everything odd there is."""

import random
from typing import Any

import lxml.html
import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.environment import ON_POSTGRESQL
from tests.factories import make_user
from tests.page_kinds import AsksOnce, admin_pages
from tests.promises.crawler import crawl, resolver_addresses
from tests.promises.fuzzing import Fault, Fuzzer
from tests.soaking import how_many
from tests.whole_site import build_whole_site

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# Half of those of every run are asked on each database, and not the same.
IN_EVERY_RUN = 80
COUNT = how_many(IN_EVERY_RUN, soak=10_000)
OF_ONE_KIND = how_many(2, soak=1000)
SEED = 8 if ON_POSTGRESQL else 7
ALSO = (
    "/admin/",
    "/admin/find/?q=x",
    "/admin/edit/articles/x/",
    "/admin/autocomplete/",
    "/admin/jsi18n/",
    *(
        "/admin/r/1/1/",
        "/admin/logout/",
        "/admin/password_change/",
        "/admin/nonsense/",
        "/nonsense/",
        "/static/x",
    ),
)


def form_on(client: AsksOnce, path: str) -> dict[str, list[str]]:
    """Return what the longest form of a page would send."""
    page = lxml.html.fromstring(client.get(path).content.decode())
    found: list[dict[str, list[str]]] = [{}]
    for form in page.xpath('//form[@method="post" or @method="POST"]'):
        values: dict[str, list[str]] = {}
        for field in form.xpath(".//*[self::input or self::textarea or self::select][@name]"):
            value = field.get("value") or (field.text_content() if field.tag == "textarea" else "")
            values.setdefault(field.get("name"), []).append(value or "")
        found.append(values)
    return max(found, key=len)


def said(faults: list[Fault]) -> str:
    """Return one of each kind of fault, with how to make it again."""
    kinds = {fault.place.splitlines()[-1] if fault.place else fault.status: fault for fault in faults}
    shown = [f"{fault.status}\n{fault.request}\n{fault.place}" for fault in kinds.values()]
    return f"{len(faults)} faults of {len(kinds)} kinds\n\n" + "\n\n".join(shown)


def test_no_request_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    administrator = make_user("administrator")
    secret = build_whole_site(owner=administrator)
    clients = {role: Client() for role in ("administrator", "editor", "reporter")}
    for role, client in clients.items():
        client.force_login(administrator if role == "administrator" else make_user(role))
    sessions = ["", *(client.cookies["newsroom_session"].value for client in clients.values())]
    asking = AsksOnce(clients["administrator"])
    pages = admin_pages(asking)
    # Pictures and files are among what the resolver knows; visiting each would take most of the time.
    found = crawl(["/"], leave_out=("/images/", "/static/"), most=OF_ONE_KIND)
    public = [*found, *resolver_addresses()]
    some = random.Random(SEED).sample(sorted(public), min(400, len(public)))
    forms = [(path, form_on(asking, path)) for path in [*pages.values(), *secret.values()]]
    forms += [(reverse("admin:login"), {"username": ["a"], "password": ["b"], "next": ["/admin/"]})]
    addresses = [*some, *pages.values(), *secret.values(), *ALSO]
    assert len(forms) > 40 and len(admin.site._registry) > 5

    seed = SEED if COUNT == IN_EVERY_RUN else random.SystemRandom().randrange(10**9)
    fuzzer = Fuzzer(seed=seed, addresses=addresses, forms=forms, sessions=sessions)
    faults = fuzzer.run(COUNT)
    assert not faults, f"seed {seed}: {said(faults)}"

    def fail(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("CONTROL")

    # Control: one view that fails is found.
    monkeypatch.setattr("reading.views.of_editions", fail)
    found = Fuzzer(seed=SEED, addresses=["/"], forms=[], sessions=sessions).run(30)
    assert found and "CONTROL" in said(found)
