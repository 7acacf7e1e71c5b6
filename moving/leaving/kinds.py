"""What is in an export, file by file; docs/export.md says the same in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Case, CharField, Model, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast

from accounts.models import User
from articles import models as articles
from images.models import Image
from masthead.models import MenuItem, Newsroom
from moving.models import TARGETS, OldAddress
from pages import models as pages
from profiles import models as profiles
from publishing import payloads
from publishing.bases import EditionBase
from publishing.models import Event, Tag
from publishing.querysets import IN_BIN_FOR
from publishing.timeline import OPEN_END
from references.models import Publisher, Reference

from .records import Field, Kind, Made, Part

OURS = {"id": "a number of this database alone"}
FOUND = OURS | {"find_text": "worked out of the names, for finding", "sort_key": "worked out of the name"}
IN_VERSION = "stands in the saved version that the draft is"
DERIVED = dict.fromkeys(("seen_until", "settled_until"), "worked out of its published versions")
OF_EDITION = "the same as of the published version it belongs to"
OF_LINK = OURS | dict.fromkeys(("live_from", "live_until", "published_at", "edition"), OF_EDITION)

FOLDER_OF_PICTURES = "pictures"
KEY_LENGTH = 12


def file_of(picture: Image) -> str:
    """Return where in an export the original of a picture is."""
    ending = str(picture.original.name).rpartition(".")[2]
    return f"{FOLDER_OF_PICTURES}/{picture.key}.{ending}"


def _kept(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Leave out what lay in the bin for its time: it is gone, whoever has still to empty it."""
    return rows.exclude(binned_at__lte=at - IN_BIN_FOR)


def _of_kept(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    return rows.filter(Q(working_copy__binned_at=None) | Q(working_copy__binned_at__gt=at - IN_BIN_FOR))


def _draft(
    model: type[Model], file: str, named: Mapping[str, str], also: Mapping[str, Field], **left: str
) -> Kind:
    """Return what there is of every draft beside its words, which stand in its saved versions."""
    fields: dict[str, Field] = {
        "key": "key",
        **named,
        "slug": "slug",
        "language": "language",
        "version": "version",
        "stage": "stage",
        "held_by": "holder__username",
        "submitted_by": "submitted_by__username",
        "handover_note": "handover_note",
        "left_as_it_is": "left_checks",
        "created_at": "created_at",
        "saved_at": "changed_at",
        "binned_at": "binned_at",
        "binned_by": "binned_by__username",
        **also,
    }
    return Kind(
        file=file,
        model=model,
        fields=fields,
        left_out=FOUND | DERIVED | {"body": IN_VERSION} | left,
        rows=_kept,
    )


def _versions(model: type[Model], file: str, name: str) -> Kind:
    """Return every saved version of a kind of page."""
    return Kind(
        file=file,
        model=model,
        fields={
            name: "working_copy__key",
            "version": "number",
            "why": "kind",
            "based_on": "based_on",
            "note": "note",
            "saved_at": "saved_at",
            "saved_by": "saved_by__username",
            "content": Made((payloads.COLUMN,), payloads.read),
        },
        left_out=OURS,
        rows=_of_kept,
    )


def _until(edition: EditionBase) -> datetime | None:
    return None if edition.live_until == OPEN_END else edition.live_until


def _editions(
    model: type[Model],
    file: str,
    name: str,
    named: Mapping[str, Field],
    parts: Mapping[str, Part],
    **left: str,
) -> Kind:
    """Return everything that was public of a kind of page, is, or will be."""
    return Kind(
        file=file,
        model=model,
        fields={
            "key": "key",
            name: "working_copy__key",
            "edition": "number",
            "version": "revision__number",
            "slug": "slug",
            "public_from": "live_from",
            "public_until": Made(("live_until",), _until),
            "published_at": "published_at",
            "updated_at": "updated_at",
            "starts_at": "starts_at",
            "ends_at": "expires_at",
            "taken_down_at": "withdrawn_at",
            "cancelled_at": "cancelled_at",
            "first_published_elsewhere_at": "backdated_to",
            "change": "change",
            "note": "public_note",
            "corrections": "corrections",
            "made_at": "created_at",
            "made_by": "created_by__username",
            "language": "language",
            **named,
            "markup": "body_html",
            "renderer": "renderer",
        },
        left_out=OURS | left,
        parts=parts,
    )


def _addresses(model: type[Model], file: str, name: str) -> Kind:
    return Kind(
        file=file,
        model=model,
        fields={name: "working_copy__key", "slug": "slug", "claimed_at": "claimed_at"},
        left_out=OURS,
    )


def _notes(model: type[Model], file: str, name: str) -> Kind:
    """Return what colleagues noted for each other; the words are marked in the text with the same key."""
    return Kind(
        file=file,
        model=model,
        fields={
            name: "working_copy__key",
            "key": "key",
            "text": "text",
            "about": "about",
            "written_at": "written_at",
            "written_by": "written_by__username",
            "settled_at": "settled_at",
            "settled_by": "settled_by__username",
        },
        left_out=OURS,
        rows=_of_kept,
    )


def _mentions(model: type[Model]) -> Part:
    fields: dict[str, Field] = {"person": "person__key", "words": "words"}
    return Part(relation="mentions", model=model, fields=fields, left_out=OF_LINK | ORDER)


def _citations(model: type[Model], places: type[Model]) -> Part:
    inside = Part(
        relation="places",
        model=places,
        fields={"locator": "locator", "sentence": "sentence"},
        left_out=OURS | {"citation": "the record it stands in", "ordinal": "the order of the list"},
        order="ordinal",
    )
    return Part(
        relation="citations",
        model=model,
        fields={"source": "reference__key"},
        left_out=OF_LINK | ORDER,
        parts={"places": inside},
    )


def _pictures(model: type[Model]) -> Part:
    fields: dict[str, Field] = {"picture": "image__key", "alt": "alt", "caption": "caption"}
    return Part(relation="image_uses", model=model, fields=fields, left_out=OF_LINK | ORDER)


ORDER = {"position": "the order of the list"}

ARTICLE_PARTS = {
    "tags": Part(
        relation="tag_links", model=articles.ArticleTag, fields="tag__key", left_out=OF_LINK | ORDER
    ),
    "credits": Part(
        relation="credits",
        model=articles.Credit,
        fields={"name": "name", "role": "role", "person": "person__key"},
        left_out=OF_LINK | ORDER,
    ),
    "mentions": _mentions(articles.Mention),
    "citations": _citations(articles.Citation, articles.CitationPlace),
    "quotations": Part(
        relation="quotation_links",
        model=articles.Quotation,
        fields={
            "parts": "parts",
            "person": "person__key",
            "speaker": "speaker",
            "source": "reference__key",
        },
        left_out=OF_LINK | ORDER,
    ),
    "pictures": _pictures(articles.ImageUse),
    "related": Part(
        relation="related_links",
        model=articles.Related,
        fields={"article": "other__key", "score": "score"},
        left_out=OF_LINK,
        order="-score",
    ),
}


PAGE_PARTS = {
    "mentions": _mentions(pages.PageMention),
    "citations": _citations(pages.PageCitation, pages.PageCitationPlace),
    "pictures": _pictures(pages.PageImageUse),
}

PERSON_PARTS = {
    "mentions": _mentions(profiles.PersonMention),
    "citations": _citations(profiles.PersonCitation, profiles.PersonCitationPlace),
    "pictures": _pictures(profiles.PersonImageUse),
}


def _subject(event: Any) -> str | None:
    """Return what an entry is about by its key; where all the history knows is a number, there is none."""
    if event.kind == "user":
        name: str | None = event.colleague
        return name
    is_number = event.object_key.isdecimal() and len(event.object_key) < KEY_LENGTH
    return None if is_number else event.object_key


def _with_colleagues(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    of_number = User.objects.annotate(as_text=Cast("pk", CharField())).filter(as_text=OuterRef("object_key"))
    return rows.annotate(colleague=Case(When(kind="user", then=Subquery(of_number.values("username")))))


def _leads_to(row: OldAddress) -> dict[str, str]:
    target = row.target()
    if target is None:
        return {"place": row.place}
    return {str(target._meta.model_name): target.key}


def _with_targets(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    return rows.select_related(*TARGETS)


def _roles(user: User) -> list[str]:
    return [group.name for group in user.groups.all()]


def _with_roles(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    return rows.prefetch_related(Prefetch("groups", Group.objects.order_by("name")))


RECORD: dict[str, Field] = {"version": "version", "created_at": "created_at", "saved_at": "changed_at"}

KINDS = (
    _draft(
        articles.Article,
        "articles",
        {"headline": "headline"},
        {
            "embargo": "embargo_line",
            "not_before": "not_before",
            "imported_from_file": "imported_digest",
            "imported_version": "imported_version",
            "imported_story": "imported_story",
            "imported_address": "imported_address",
        },
        **dict.fromkeys(
            (
                "label",
                "short_headline",
                "standfirst",
                "main_image",
                "main_image_alt",
                "main_image_caption",
                "main_image_decorative",
                "tags",
            ),
            IN_VERSION,
        ),
    ),
    _versions(articles.ArticleRevision, "article-versions", "article"),
    _editions(
        articles.ArticleEdition,
        "article-editions",
        "article",
        {
            "label": "label",
            "headline": "headline",
            "short_headline": "short_headline",
            "standfirst": "standfirst",
            "summary": "summary",
            "words": "words",
            "byline": "byline",
            "main_picture": "main_image__key",
            "main_picture_alt": "main_image_alt",
            "main_picture_caption": "main_image_caption",
        },
        ARTICLE_PARTS,
        leads_to="the numbers of what its links lead to, which stand in it by their keys",
    ),
    _addresses(articles.ArticleAddress, "article-addresses", "article"),
    _notes(articles.ArticleNote, "article-notes", "article"),
    _draft(pages.Page, "pages", {"title": "title"}, {}, summary=IN_VERSION),
    _versions(pages.PageRevision, "page-versions", "page"),
    _editions(
        pages.PageEdition, "page-editions", "page", {"title": "title", "summary": "summary"}, PAGE_PARTS
    ),
    _addresses(pages.PageAddress, "page-addresses", "page"),
    _notes(pages.PageNote, "page-notes", "page"),
    _draft(
        profiles.Person,
        "people",
        {"name": "name"},
        {"page_for_readers": "page", "colleague": "colleague__username"},
        **dict.fromkeys(("aliases", "occupation", "links", "portrait", "portrait_alt"), IN_VERSION),
        erased_at="stands in the history",
    ),
    _versions(profiles.PersonRevision, "person-versions", "person"),
    _editions(
        profiles.PersonEdition,
        "person-editions",
        "person",
        {
            "name": "name",
            "occupation": "occupation",
            "summary": "summary",
            "facts": "facts",
            "portrait": "portrait__key",
            "portrait_alt": "portrait_alt",
        },
        PERSON_PARTS,
        sort_key="worked out of the name",
    ),
    _addresses(profiles.PersonAddress, "person-addresses", "person"),
    _notes(profiles.PersonNote, "person-notes", "person"),
    Kind(
        file="names-never-asked",
        model=profiles.NeverAsked,
        fields={"name": "name", "asked_at": "asked_at", "asked_by": "asked_by__username"},
        left_out=OURS | {"key": "the name as names are compared"},
    ),
    Kind(
        file="tags",
        model=Tag,
        fields={
            "key": "key",
            "name": "name",
            "slug": "slug",
            "description": "description",
            "synonyms": "synonyms",
            **RECORD,
        },
        left_out=FOUND,
    ),
    Kind(
        file="publishers",
        model=Publisher,
        fields={"key": "key", "name": "name", "domain": "domain", **RECORD},
        left_out=FOUND | {"name_key": "the name as names are compared"},
    ),
    Kind(
        file="sources",
        model=Reference,
        fields={
            "key": "key",
            "type": "type",
            "title": "title",
            "authors": "authors",
            "container_title": "container_title",
            "publisher": "publisher__key",
            "volume": "volume",
            "issue": "issue",
            "pages": "pages",
            "issued": "issued",
            "accessed": "accessed",
            "url": "url",
            "doi": "doi",
            "isbn": "isbn",
            "language": "language",
            "archive_url": "archive_url",
            "archived_on": "archived_at",
            "link_state": "health",
            "reliability": "reliability",
            "confidential": "confidential",
            "note": "note",
            "incomplete": "is_incomplete",
            "made_of_pasted_note": "made_in_passing",
            "which_of_several": "variant",
            **RECORD,
        },
        left_out=FOUND | {"match_key": "worked out of DOI, address and title"},
    ),
    Kind(
        file="pictures",
        model=Image,
        fields={
            "key": "key",
            "file": Made(("original",), file_of),
            "format": "format",
            "width": "width",
            "height": "height",
            "title": "title",
            "alt": "alt",
            "caption": "caption",
            "credit": "credit",
            "creator": "creator",
            "copyright": "copyright_notice",
            "rights_url": "rights_url",
            "how_it_was_made": "digital_source_type",
            "focus_x": "focus_x",
            "focus_y": "focus_y",
            "offered_by_its_file": "offered",
            "uploaded_sha256": "sha256",
            "uploaded_by": "uploaded_by__username",
            **RECORD,
        },
        left_out=FOUND,
    ),
    Kind(
        file="old-addresses",
        model=OldAddress,
        fields={"key": "key", "path": "path", "leads_to": Made((*TARGETS, "place"), _leads_to), **RECORD},
        left_out=FOUND,
        rows=_with_targets,
    ),
    Kind(
        file="newsroom",
        model=Newsroom,
        fields={
            "name": "name",
            "tagline": "tagline",
            "logo": "logo__key",
            "logo_for_dark_pages": "logo_dark__key",
            "icon": "icon__key",
            "colour": "accent",
            "language": "language",
            "time_zone": "time_zone",
            "contact_email": "contact_email",
            "contact_address": "contact_address",
            "links": "links",
            "footer_text": "footer_text",
            "lets_search_engines_in": "lets_search_in",
            "lets_answers_of_assistants_in": "lets_answers_in",
            "lets_training_in": "lets_training_in",
            "security_contact": "security_contact",
            "shows_first_steps": "shows_checklist",
            "reasons_not_used": "reasons_off",
            **RECORD,
        },
        left_out=OURS | {"key": "there is one row"},
        parts={
            "menu": Part(
                relation="menu",
                model=MenuItem,
                fields={"label": "label", "tag": "tag__key", "page": "page__key", "address": "address"},
                left_out=OURS | ORDER | {"newsroom": "the record it stands in"},
            )
        },
    ),
    Kind(
        file="colleagues",
        model=User,
        fields={
            "username": "username",
            "first_name": "first_name",
            "last_name": "last_name",
            "email": "email",
            "roles": Made(("groups",), _roles),
            "is_administrator": "is_superuser",
            "may_log_in": "is_active",
            "joined_at": "date_joined",
            "language": "language",
            "time_zone": "time_zone",
            "wants_mail": "wants_mail",
        },
        left_out=OURS
        | {
            "password": "a secret",
            "erased_at": "stands in the history",
            "last_login": "about a login, not about the newsroom",
            "is_staff": "true of everybody",
            "user_permissions": "given by roles alone",
        },
        rows=_with_roles,
    ),
    Kind(
        file="history",
        model=Event,
        fields={
            "at": "at",
            "by": "actor__username",
            "did": "verb",
            "kind": "kind",
            "key": Made(("object_key",), _subject),
            "name": "label",
            "version": "revision_number",
            "edition": "edition_number",
            "note": "note",
            "details": "data",
        },
        left_out=OURS,
        rows=_with_colleagues,
    ),
)

_CHOSEN = "stands in the saved version that the draft is"
_MACHINE = "work of the machine, not of the newsroom"
_FOUND_BY = "worked out of published versions, sources and drafts, so that they are found by their words"
_WAY_IN = "a secret way in"
_LOGIN = "about logins, not about the newsroom"
LEFT_OUT = {
    "moving.Arrival": "by which a site that is moved in a second time is known; of this database alone",
    "articles.DraftCredit": _CHOSEN,
    "articles.DraftSource": _CHOSEN,
    "articles.DraftTag": _CHOSEN,
    "profiles.DraftPersonSource": _CHOSEN,
    "profiles.PersonName": "worked out of names and aliases",
    "publishing.TagName": "worked out of names and synonyms",
    "publishing.Buffer": "what somebody is typing and has not saved: nobody else ever reads it",
    "publishing.Visit": "who has a draft open",
    "articles.Delivery": "what somebody has sent to be brought in: a draft is made of it, or it goes",
    "articles.Delivered": "the same: a file of it",
    "publishing.PublicChange": _MACHINE,
    "publishing.SearchRebuild": _FOUND_BY,
    "publishing.SearchRow": _FOUND_BY,
    "publishing.SearchText": _FOUND_BY,
    "publishing.SearchWord": _FOUND_BY,
    "publishing.DraftRow": _FOUND_BY,
    "publishing.DraftText": _FOUND_BY,
    "publishing.DraftWord": _FOUND_BY,
    "jobs.Job": _MACHINE,
    "jobs.Worker": _MACHINE,
    "purging.Front": _MACHINE,
    "colleagues.Role": "what a role may do, in sentences of this program; its name is exported",
    "colleagues.Invitation": _WAY_IN,
    "colleagues.PasswordLink": _WAY_IN,
    "colleagues.Authenticator": _WAY_IN,
    "colleagues.RecoveryCode": _WAY_IN,
    "colleagues.KnownDevice": _LOGIN,
    "colleagues.Login": _LOGIN,
    "colleagues.LoginNotice": _LOGIN,
    "sessions.Session": _WAY_IN,
    "operating.Backup": _MACHINE,
    "operating.Checkup": _MACHINE,
    "operating.Erasure": "what was erased, kept with every backup in a file of its own",
    "demo.DemoRow": "which rows came with the demo newsroom",
    "axes.AccessAttempt": _LOGIN,
    "axes.AccessAttemptExpiration": _LOGIN,
    "axes.AccessFailureLog": _LOGIN,
    "axes.AccessLog": _LOGIN,
    "admin.LogEntry": "not used: the history is in a file of its own",
    "auth.Permission": "the same in every newsroom",
    "auth.Group": "the names of the roles stand with each colleague",
    "contenttypes.ContentType": "the same in every newsroom",
}
"""Tables without a file of their own, each with the reason."""
