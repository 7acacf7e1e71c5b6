"""Web addresses: suggested while writing, claimed for good by the first edition that has them."""

import re
from collections.abc import Sequence
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from publishing.bases import WorkingCopy
from publishing.errors import AddressTaken
from publishing.links import addresses_of_kind

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")


def check_slug(slug: str) -> None:
    """Refuse a slug that could not stand in an address; none at all is still to be chosen."""
    if slug and not _SLUG.fullmatch(slug):
        raise ValidationError(
            {"slug": _("Use small letters from a to z, digits and hyphens, such as “the-first-day”.")}
        )


def reserved(slug: str) -> str:
    """Return what stands for a claimed address whose words were erased: nobody can read them in it.

    It keeps the address taken, so that links of before lead nowhere instead of to somebody of the same name.
    """
    return f"erased-{salted_hmac('publishing.addresses', slug, algorithm='sha256').hexdigest()[:40]}"


def free_slug(working_copy: WorkingCopy, wanted: str) -> str:
    """Return the wanted slug, numbered if another page or draft has it; the bin keeps none."""
    if not wanted:
        return ""
    addresses = addresses_of_kind(type(working_copy))
    drafts: Any = type(working_copy).objects.out_of_bin().exclude(pk=working_copy.pk)
    if working_copy.pk:
        addresses = addresses.exclude(working_copy=working_copy)
    for number in count(1):
        slug = wanted if number == 1 else f"{wanted}-{number}"
        if (
            not addresses.filter(slug__in=[slug, reserved(slug)]).exists()
            and not drafts.filter(slug=slug).exists()
        ):
            return slug
    return ""


def free_slugs(model: type[WorkingCopy], wanted: Sequence[str]) -> list[str]:
    """Return what `free_slug` would for pages never saved that are saved one after the other."""
    drafts: Any = model.objects
    claimed = addresses_of_kind(model).filter(slug__in={reserved(slug) for slug in wanted})
    erased = set(claimed.values_list("slug", flat=True))
    taken: set[str] = {slug for slug in wanted if reserved(slug) in erased}
    for rows in (addresses_of_kind(model), drafts.out_of_bin()):
        taken.update(rows.filter(slug__in=set(wanted)).values_list("slug", flat=True))
    free: list[str] = []
    for slug in wanted:
        chosen = slug
        if slug and slug in taken:
            numbered = (f"{slug}-{number}" for number in count(2))
            chosen = next(other for other in numbered if other not in taken and _is_free(model, other))
        taken.add(chosen)
        free.append(chosen)
    return free


def _is_free(model: type[WorkingCopy], slug: str) -> bool:
    return free_slug(model(), slug) == slug


def having(rows: Any, slug: str) -> list[Any]:
    """Return the pages with this address: whose it is for good, then drafts that are meant to have it."""
    claimed, drafts = rows.filter(addresses__slug=slug), rows.filter(slug=slug)
    return list(dict.fromkeys([*claimed, *drafts]))


def claim(working_copy: WorkingCopy, slug: str) -> None:
    """Claim a slug for good; refuse one that belongs to another page."""
    addresses = addresses_of_kind(type(working_copy))
    claimed = addresses.filter(slug__in=[slug, reserved(slug)])
    owner = claimed.values_list("working_copy", flat=True).first()
    if owner == working_copy.pk:
        return
    try:
        with transaction.atomic():
            if owner is None:
                addresses.create(slug=slug, working_copy=working_copy)
                return
    except IntegrityError:
        pass
    raise AddressTaken(
        _("The web address “%(slug)s” belongs to another page. Choose a different one.") % {"slug": slug}
    )
