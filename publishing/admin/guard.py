"""The base of every admin page: what is not allowed by name is refused."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import js_asset
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import smart_split
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from accounts.models import User
from publishing.admin.fields import KnownSelect, can_be_pk
from publishing.admin.long_lists import LongListMixin
from publishing.bases import Record, WorkingCopy
from publishing.errors import EditConflict, MayNotChange, WorkflowError, WrongState
from publishing.finding import LONGEST_NAME, MOST_WORDS, fits, readings
from publishing.history import history_of
from publishing.names import MOST_LISTED, few, index_of

EVENTS_A_PAGE = 50


class NothingWritten(TypeError):
    """Raised when something tries to write past the verbs."""


class KnownChoices:
    """Gives search boxes that stand whatever a form sends, and name nothing a colleague may not see."""

    def formfield_for_foreignkey(self: Any, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownSelect(db_field, self.admin_site, using=kwargs.get("using")))
            kind = self.admin_site.get_model_admin(db_field.related_model)
            if not kind.has_view_or_change_permission(request):
                kwargs.setdefault("queryset", self.chosen_before(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def chosen_before(self: Any, db_field: Any, request: Any) -> Any:
        """Return what is chosen already, which whoever may see the page sees there."""
        asked = request.resolver_match.kwargs.get("object_id", "") if request.resolver_match else ""
        rows = self.rows_of(asked) if can_be_pk(asked) else self.model._default_manager.none()
        return db_field.related_model._default_manager.filter(pk__in=rows.values(db_field.attname))


class GuardedInline(KnownChoices, admin.TabularInline):
    """Rows of a page; whoever may change the page may change them."""

    extra = 1
    can_delete = False
    tab = "details"
    """In which part of a writing desk's panel the rows stand."""

    def rows_of(self, pk: Any) -> Any:
        """Return the stored rows of the page with this key."""
        links = (field for field in self.model._meta.fields if field.related_model is self.parent_model)
        return self.model._default_manager.filter(**{next(links).name: pk})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, "view", self.parent_model) or self.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, "change" if obj else "add", self.parent_model)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request, "change", self.parent_model)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class GuardedAdmin(KnownChoices, LongListMixin, admin.ModelAdmin):
    """An admin page that writes through one verb, and shows, filters and does only what is listed.

    Subclasses say in `write` which verb takes the form.
    """

    actions: Sequence[Any] = ()
    change_form_template = "admin/guarded_change_form.html"
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False
    save_as = False
    pictures_a_form: ClassVar[int] = 0
    """How many picture files a form of this page can hold; so much more may be sent to it."""

    def write(self, request: HttpRequest, form: Any, formsets: Sequence[Any], *, change: bool) -> None:
        """Hand the form and its rows to one verb."""
        raise NotImplementedError

    def rows_of(self, pk: Any) -> Any:
        """Return the stored row with this key."""
        return self.model._default_manager.filter(pk=pk)

    # What Django would write by itself is written by nobody.

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        return

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        return

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        self.write(request, form, formsets, change=change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        raise NothingWritten("Nothing is deleted here.")

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        raise NothingWritten("Nothing is deleted here.")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write nothing: the verb wrote the history entry in its own transaction."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write nothing, as above."""

    def construct_change_message(self, *args: Any, **kwargs: Any) -> Any:
        """Say nothing: nobody reads what is not written."""
        return []

    # What may be asked and done.

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out actions that do not say which permission they need."""
        actions: dict[str, Any] = super().get_actions(request)
        return {
            name: action
            for name, action in actions.items()
            if getattr(action[0], "allowed_permissions", None)
        }

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Answer only what the list's own filters ask; anything else could be used to guess."""
        allowed = set()
        filters: Any = self.get_list_filter(request) if request else self.list_filter
        for item in filters:
            name = getattr(item, "parameter_name", None) or (item if isinstance(item, str) else item[0])
            allowed |= {name, f"{name}__exact", f"{name}__id__exact", f"{name}__isnull"}
        return lookup in allowed

    # Finding.

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Find by every name a row has, whatever the case, accents and script, beside the fields listed."""
        # A whole page pasted into the box would be a question no database takes.
        words = list(smart_split(search_term[:LONGEST_NAME]))[:MOST_WORDS]
        found, may_repeat = super().get_search_results(request, queryset, " ".join(words))
        if not words or not issubclass(self.model, Record | WorkingCopy):
            return found, may_repeat
        if index_of(self.model) and readings(search_term):
            named = few(self.model, search_term, most=MOST_LISTED)
            fitting = fits(search_term) if named is None else models.Q(pk__in=named)
            return queryset.filter(fitting | self.beside_names(words)), False
        listed = found.order_by().values("pk")
        return queryset.filter(fits(search_term) | models.Q(pk__in=listed)), False

    def beside_names(self, words: list[str]) -> models.Q:
        """Return the filter for rows with these words in more than the names that are theirs."""
        return models.Q(pk__in=[])

    def with_words(self, rows: Any, words: str, *, most: int) -> list[Any]:
        """Return those of these rows in whose text the words stand; a record has none."""
        return []

    def detail(self, obj: Any) -> str:
        """Say in a few words what tells a row from others of the same name."""
        return ""

    def as_choice(self, obj: Any) -> dict[str, str]:
        """Return how a row is offered in a box to choose in: in words, and as a picture if it is one."""
        words = " – ".join(filter(None, [str(obj), self.detail(obj)]))
        picture = self.thumbnail_address(obj)
        return {"text": words, "thumbnail": picture} if picture else {"text": words}

    def thumbnail_address(self, obj: Any) -> str:
        """Return the address of a small picture of a row, if it is one."""
        return ""

    # Refusals come back as sentences on the form, with everything typed still in it.

    @method_decorator(csrf_protect)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or save a form, outside any transaction: verbs open their own.

        A verb that refuses because somebody saved first has already kept the text; a transaction
        around it would throw that away.
        """
        ask: Callable[[], HttpResponse] = lambda: self._changeform_view(  # noqa: E731
            request, object_id, form_url, extra_context
        )
        try:
            return ask()
        except EditConflict as conflict:
            answer = self.response_conflict(request, object_id, conflict)
            if answer is not None:
                return answer
            request.refusal = str(conflict)
        except WorkflowError as refusal:
            request.refusal = str(refusal)
        except PermissionDenied as denied:
            if request.method != "POST":
                raise
            raise MayNotChange(self.why_not_saved(request, object_id)) from denied
        files: Any = request.FILES.values()
        for file in files:
            file.seek(0)
        return ask()

    def why_not_saved(self, request: HttpRequest, object_id: str | None) -> str:
        """Say to somebody who may not save this what keeps them from it."""
        return _("Your account may not change this any more. If it should, ask an administrator.")

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: Any) -> Any:
        """Say where a form was sent to that its row is gone; Django would lead away from the text."""
        if request.method == "POST":
            raise WrongState(_("This is no longer there: somebody has deleted it meanwhile."))
        # Django's own, which its types leave out.
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]

    def response_conflict(
        self, request: HttpRequest, object_id: str | None, conflict: EditConflict
    ) -> HttpResponse | None:
        """Answer somebody who saved second; None shows the form again with the refusal on it."""
        return None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        form.site = request.site
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        context["media"] = with_nonce(request, context["media"])
        context.setdefault("notices", [])
        return super().render_change_form(request, context, *args, **kwargs)

    # History: what was done, from the entries the verbs wrote.

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        obj = self.object_or_404(request, object_id)
        events = history_of(obj)
        page = Paginator(events.select_related("actor"), EVENTS_A_PAGE).get_page(request.GET.get("p"))
        return self.render_page(
            request, "admin/history.html", obj=obj, title=_("History"), page=page, **(extra_context or {})
        )

    # Pages beside the form.

    def pages(self) -> list[URLPattern]:
        """Return the addresses of further pages under one object's address."""
        return []

    def get_urls(self) -> list[URLPattern]:
        return [*self.pages(), *super().get_urls()]

    def page(self, route: str, view: Callable[..., HttpResponse], name: str, **kwargs: Any) -> URLPattern:
        """Return one further address, for colleagues only."""
        full_name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        guarded: Any = self.admin_site.admin_view(view)
        # As Django marks its own pages.
        guarded.model_admin = self
        return path(route, guarded, kwargs, name=full_name)

    def url(self, name: str, obj: Any = None) -> str:
        """Return the address of one of this admin's pages."""
        full_name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}"
        return reverse(full_name, args=[obj.pk] if obj is not None else [])

    def object_or_404(self, request: HttpRequest, object_id: Any) -> Any:
        """Return the object if this colleague may see it."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, unquote(str(object_id)))
        if obj is None:
            raise Http404
        return obj

    def render_page(self, request: HttpRequest, template: str, *, obj: Any, title: str, **more: Any) -> Any:
        """Render a page about one object, or about them all, in the admin's frame."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": obj,
            "title": title,
            "subtitle": None,
            "media": with_nonce(request, self.media),
            "change_url": self.url("change", obj) if obj is not None else self.url("changelist"),
            **more,
        }
        return TemplateResponse(request, template, context)


def with_nonce(request: HttpRequest, media: Any) -> Any:
    """Let the page's one inline script, the import map, through the content security policy."""
    return js_asset.Media.from_media(media).with_nonce(str(request.csp_nonce))


def actor_of(request: HttpRequest) -> User:
    """Return the colleague; nobody else gets past the login."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def may(request: HttpRequest, right: str, model: type[models.Model]) -> bool:
    """Tell whether the colleague has a right on a kind of page."""
    return request.user.has_perm(f"{model._meta.app_label}.{right}_{model._meta.model_name}")
