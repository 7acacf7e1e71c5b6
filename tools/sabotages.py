"""The places that tools/sabotage.py breaks, and the tests that should notice.

The old text stands in its file exactly once; when code moves, its line here moves with it.
"""

from typing import NamedTuple


class Sabotage(NamedTuple):
    """One place, how it is broken, and who should notice."""

    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


SABOTAGES = (
    Sabotage(
        "an embargo keeps nothing from going public",
        "publishing/workflow/going_public.py",
        "if embargo is not None and embargo.holds(at):",
        "if False:",
        ("tests/publishing/test_embargoes.py",),
    ),
    Sabotage(
        "many brought in at once go around an embargo",
        "publishing/workflow/bulk.py",
        "    require_no_embargo(row, now)\n",
        "",
        ("tests/publishing/test_embargoes.py",),
    ),
    Sabotage(
        "a later version loosens an embargo",
        "publishing/embargoes.py",
        "return one if one.until is None or one.until > other.until else other",
        "return other",
        ("tests/publishing/test_embargoes.py", "tests/articles/importing/test_embargo.py"),
    ),
    Sabotage(
        "what arrives late replaces what was typed after it",
        "publishing/workflow/buffering.py",
        "if not own.filter(order__lte=order).update(**values) and not own.exists():",
        "if not own.update(**values) and not own.exists():",
        ("tests/publishing/test_buffering.py",),
    ),
    Sabotage(
        "anybody reads words that are not saved",
        "publishing/workflow/buffering.py",
        "return _of(person).filter(key=key).first()",
        "return Buffer.objects.filter(key=key).first()",
        ("tests/publishing/test_buffering.py", "tests/publishing/test_offering.py"),
    ),
    Sabotage(
        "what somebody has sent to be brought in is anybody's",
        "articles/delivering/admin.py",
        "own = Delivery.objects.filter(sender=actor_of(request), begun_at__gt=timezone.now() - KEPT_FOR)",
        "own = Delivery.objects.filter(begun_at__gt=timezone.now() - KEPT_FOR)",
        ("tests/articles/delivering/test_delivering.py",),
    ),
    Sabotage(
        "a confidential source relates articles",
        "articles/models/related.py",
        "if model is Citation and link.reference.confidential:",
        "if False:",
        ("tests/articles/test_related.py",),
    ),
    Sabotage(
        "a confidential source is a reason given to readers",
        "articles/shown.py",
        "filter(edition=edition, reference__confidential=False)",
        "filter(edition=edition)",
        ("tests/articles/test_related.py",),
    ),
    Sabotage(
        "a 404 is kept for a minute",
        "newsroom/public_answers.py",
        "NOT_FOUND_SECONDS = 5\n",
        "NOT_FOUND_SECONDS = 60\n",
        ("tests/newsroom/test_public_answers.py",),
    ),
    Sabotage(
        "a draft that nobody has stays nobody's",
        "publishing/workflow/saving.py",
        "return actor is not None and row.holder is None",
        "return False",
        ("tests/publishing/test_handing_over.py",),
    ),
    Sabotage(
        "two saves that collide are merged all the same",
        "publishing/workflow/saving.py",
        "    if conflicts:\n        return None\n",
        "",
        ("tests/publishing/test_merging.py",),
    ),
    Sabotage(
        "the text that was saved second is not kept beside the merged one",
        "publishing/workflow/saving.py",
        "kind=RevisionKind.KEPT, actor=actor, note=note, based_on=seen.number, payload=mine",
        "kind=RevisionKind.KEPT, actor=actor, note=note, based_on=seen.number, payload=theirs",
        ("tests/publishing/test_merging.py",),
    ),
    Sabotage(
        "a page that is behind is not told so",
        "publishing/admin/writing/merging.py",
        "if not saved.was_there and not between.exists():",
        "if not between.exists():",
        ("tests/publishing/test_admin_merging.py",),
    ),
    Sabotage(
        "words written at a place where two texts collide give way to the choice",
        "publishing/admin/writing/collisions.py",
        "if is_written or not take:",
        "if not take:",
        ("tests/publishing/test_collisions.py",),
    ),
    Sabotage(
        "a source's title gets a second closing mark",
        "references/source_list.py",
        'return "" if self.line.title.endswith((".", "?", "!", "…", "。")) else "."',
        'return "."',
        ("tests/references/test_page.py",),
    ),
    Sabotage(
        "a citation's parts end without a mark",
        "references/csl.py",
        'return part if part.endswith((".", "?", "!", "…")) else f"{part}."',
        "return part",
        ("tests/references/test_csl.py",),
    ),
    Sabotage(
        "what was taken down stays public",
        "publishing/querysets.py",
        "published_at__lte=at, live_from__lte=at, live_until__gt=at)",
        "published_at__lte=at, live_from__lte=at)",
        ("tests/publishing/test_taking_down.py", "tests/articles/test_page.py"),
    ),
    Sabotage(
        "what is scheduled is public at once",
        "publishing/querysets.py",
        "published_at__lte=at, live_from__lte=at, live_until__gt=at)",
        "live_until__gt=at)",
        ("tests/publishing/test_going_public.py",),
    ),
    Sabotage(
        "records are overwritten silently",
        "publishing/records.py",
        "    same_version(row, version)\n",
        "",
        ("tests/publishing/test_records.py",),
    ),
    Sabotage(
        "drafts are published as nobody saw them",
        "publishing/workflow/locking.py",
        "if row.version != version:",
        "if False:",
        ("tests/publishing/test_conflicts.py", "tests/publishing/test_going_public.py"),
    ),
    Sabotage(
        "verbs work without a transaction",
        "publishing/workflow/locking.py",
        "from django.db import models, transaction\n",
        "from contextlib import nullcontext\nfrom types import SimpleNamespace\n"
        "from django.db import models\ntransaction = SimpleNamespace(atomic=nullcontext)\n",
        ("tests/promises/test_e4.py",),
    ),
    Sabotage(
        "everybody may publish",
        "publishing/workflow/locking.py",
        "if may(actor, row, right):\n        return",
        "if True:\n        return",
        ("tests/publishing/test_handing_over.py", "tests/publishing/test_going_public.py"),
    ),
    Sabotage(
        "an address is never claimed",
        "publishing/addresses.py",
        "if owner == working_copy.pk:",
        "if True:",
        ("tests/publishing/test_going_public.py",),
    ),
    Sabotage(
        "links may run scripts",
        "publishing/richtext/attributes.py",
        'parts.scheme in ("http", "https") and host else None',
        "True else None",
        ("tests/publishing/richtext/test_sanitising.py",),
    ),
    Sabotage(
        "www. makes another source",
        "references/matching.py",
        'while host.startswith("www.")',
        'while host.startswith("www2.")',
        ("tests/references/test_matching.py",),
    ),
    Sabotage(
        "scripts inside a page run",
        "newsroom/settings.py",
        '"script-src": [SELF, NONCE],',
        '"script-src": [SELF, NONCE, "\'unsafe-inline\'"],',
        ("tests/newsroom/test_headers.py",),
    ),
    Sabotage(
        "public pages set cookies",
        "newsroom/public_answers.py",
        "response.cookies.clear()",
        "pass",
        ("tests/newsroom/test_public_answers.py",),
    ),
    Sabotage(
        "a redirect is kept",
        "newsroom/public_answers.py",
        'response["Cache-Control"] = "no-cache"',
        'response["Cache-Control"] = "public, max-age=60"',
        ("tests/newsroom/test_public_answers.py",),
    ),
    Sabotage(
        "any picture is served to everybody",
        "images/views.py",
        "if picture is None and _may_see_unpublished(request):",
        "if picture is None:",
        ("tests/images/test_views.py",),
    ),
    Sabotage(
        "proxies keep what only colleagues may see",
        "images/views.py",
        'response["Cache-Control"] = PRIVATE',
        'response["Cache-Control"] = "public, max-age=60"',
        ("tests/images/test_views.py",),
    ),
    Sabotage(
        "feeds swallow what looks like a tag",
        "reading/feeds.py",
        "return escape(printable(text), quote=False)",
        "return printable(text)",
        ("tests/reading/test_feeds.py",),
    ),
    Sabotage(
        "a withdrawal ends nothing",
        "publishing/timeline.py",
        "intent.expires_at or OPEN_END, intent.withdrawn_at or OPEN_END)",
        "intent.expires_at or OPEN_END)",
        ("tests/publishing/test_timeline.py",),
    ),
    Sabotage(
        "the bin is never too late to open",
        "publishing/querysets.py",
        "filter(binned_at__gt=at - IN_BIN_FOR)",
        "filter(binned_at__isnull=False)",
        ("tests/publishing/test_binning.py",),
    ),
    Sabotage(
        "what readers saw can be deleted",
        "publishing/querysets.py",
        'raise AppendOnlyError(f"{self.model.__name__} rows are never deleted.")',
        "return super().delete()",
        ("tests/publishing/test_constraints.py",),
    ),
    Sabotage(
        "a confidential source has a page",
        "references/models.py",
        "return self.filter(confidential=False)",
        "return self.all()",
        ("tests/references/test_page.py",),
    ),
    Sabotage(
        "a login can be tried for ever",
        "newsroom/settings.py",
        "AXES_FAILURE_LIMIT = 5\n",
        "AXES_FAILURE_LIMIT = 5000\n",
        ("tests/colleagues/test_throttling.py",),
    ),
    Sabotage(
        "decoration is described to readers all the same",
        "publishing/richtext/rendering.py",
        "or block.alt or block.decorative:",
        "or block.alt:",
        ("tests/publishing/richtext/test_rendering.py",),
    ),
    Sabotage(
        "a moved crop is kept where the old one was",
        "images/renditions.py",
        "if focus == CENTRE or not is_crop(stem):",
        "if True:",
        ("tests/images/test_renditions.py",),
    ),
    Sabotage(
        "a mail that goes out again is another letter",
        "colleagues/mail.py",
        'headers = {"Message-ID": _id_of(once)} if once else {}',
        "headers: dict[str, str] = {}",
        ("tests/colleagues/test_passwords.py",),
    ),
    Sabotage(
        "an account ends, and its mail is put in afterwards",
        "colleagues/account_pages.py",
        "        with transaction.atomic():\n            leaving.deactivate(",
        "        if True:\n            leaving.deactivate(",
        ("tests/colleagues/test_telling.py",),
    ),
    Sabotage(
        "one long word is gone through again from each of its letters",
        "manuscripts/language.py",
        r"(?<!\S)\S+@\S+",
        r"\S+@\S+",
        ("tests/manuscripts/test_parse_properties.py",),
    ),
)
