"""“Bring in…”: files and pasted texts are sent, looked at one by one, and made drafts."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.delivering import taking
from articles.delivering.asking import asked_of, chosen_in, search_box
from articles.delivering.shown import counts_of, rows_of
from articles.delivering.taking import NotTaken
from articles.delivering.working import manuscript_in, plan_for
from articles.importing import Plan
from articles.importing.embargo import embargo_of
from articles.models import Delivered, Delivery, DraftCredit
from articles.models.deliveries import KEPT_FOR, State
from jobs import queue
from manuscripts.child import LARGEST_FILE
from publishing.admin.guard import actor_of, with_nonce
from publishing.errors import WorkflowError
from publishing.identifiers import is_key, random_key
from publishing.languages import languages

FILES_A_FORM = 10
"""As many as Django takes of one form; a browser that runs scripts sends more, form by form."""
BYTES_A_FORM = LARGEST_FILE + taking.MB
SHOWN_RUNS = 30
UNDER_WAY = (State.WAITING, State.CHOSEN)


class BringInMixin:
    """Adds the pages at which articles are brought in, to whoever may add some; each sees their own alone."""

    def pages(self: Any) -> list[URLPattern]:
        pages = [
            self.page("bring-in/", self.bring_in_view, "bring-in"),
            self.page("bring-in/<slug:delivery>/", self.delivery_view, "delivery"),
            self.page("bring-in/<slug:delivery>/<slug:delivered>/", self.delivered_view, "delivered"),
        ]
        for page in pages[:2]:
            page.callback.bytes_of_files = BYTES_A_FORM
        return [*pages, *super().pages()]  # type: ignore[misc]

    def changelist_view(self: Any, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        more = {"bring_in_url": self.url("bring-in") if self.has_add_permission(request) else ""}
        answer: HttpResponse = super().changelist_view(  # type: ignore[misc]
            request, {**more, **(extra_context or {})}
        )
        return answer

    # Sending

    def bring_in_view(self: Any, request: HttpRequest) -> HttpResponse:
        """Ask for files or a text, and list what this colleague has brought in lately."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._begun(request)
        return self._start(request)

    def _start(
        self: Any, request: HttpRequest, *, refused: Sequence[str] = (), plain: str = "", chosen: str = ""
    ) -> HttpResponse:
        sent = Delivery.objects.filter(sender=actor_of(request), begun_at__gt=timezone.now() - KEPT_FOR)
        counts: dict[str, Any] = {
            "of": Count("files"),
            "under_way": Count("files", filter=Q(files__state__in=UNDER_WAY)),
            "made": Count("files", filter=Q(files__state=State.MADE)),
            "ready": Count("files", filter=Q(files__state=State.READ)),
        }
        answer: HttpResponse = self.render_page(
            request,
            "admin/bringing/start.html",
            obj=None,
            title=_("Bring in articles"),
            languages=languages("", own=request.site.language),
            sent=[
                (one, self._address(one)) for one in sent.annotate(**counts).exclude(files=None)[:SHOWN_RUNS]
            ],
            days=KEPT_FOR.days,
            limits={
                "file": LARGEST_FILE // taking.MB,
                "files": taking.MOST_FILES,
                "delivery": taking.LARGEST_DELIVERY // taking.MB,
                "form": FILES_A_FORM,
            },
            bytes_a_form=LARGEST_FILE,
            key=random_key(),
            refused=refused,
            plain=plain,
            chosen=chosen,
        )
        return answer

    def _begun(self: Any, request: HttpRequest) -> HttpResponse:
        """Take what was sent as a new delivery; nothing of it is left where nothing could be taken."""
        site = request.site
        known = {code for code, _name in languages("", own=site.language)}
        language = request.POST.get("language", "")
        key = request.POST.get("key", "")
        delivery = taking.begin(
            sender=actor_of(request),
            key=key if is_key(key) else "",
            language=language if language in known else "",
            usual_language=site.language,
            zone=site.zone.key,
            told_in=translation.get_language(),
        )
        refused = self._take(request, delivery)
        if not delivery.files.exists():
            taking.let_go(delivery)
            refused = refused or [_("Choose a file, or paste a text.")]
            if wants_json(request):
                return JsonResponse({"refused": refused}, status=422)
            return self._start(request, refused=refused, plain=request.POST.get("plain", ""), chosen=language)
        return self._sent(request, delivery, refused)

    def _take(self: Any, request: HttpRequest, delivery: Delivery) -> list[str]:
        taken = taking.take_files(delivery, request.FILES.getlist("files"))
        html, plain = (request.POST.get(name, "").replace("\x00", "") for name in ("html", "plain"))
        if html.strip() or plain.strip():
            try:
                taking.take_pasted(delivery, html=html, plain=plain)
            except NotTaken as problem:
                taken.refused.append(str(problem))
        taking.read_soon(delivery)
        return taken.refused

    def _sent(self: Any, request: HttpRequest, delivery: Delivery, refused: list[str]) -> HttpResponse:
        if wants_json(request):
            return JsonResponse({"address": self._address(delivery), "refused": refused})
        for sentence in refused:
            messages.warning(request, sentence)
        return HttpResponseRedirect(self._address(delivery))

    # One delivery

    def delivery_view(self: Any, request: HttpRequest, delivery: str) -> HttpResponse:
        """Show how far each file is; take more, make drafts, or let go."""
        own = self._own(request, delivery)
        if request.method == "POST":
            return self._done(request, own)
        files = list(own.files.defer("manuscript", "choices"))
        if len(files) == 1 and files[0].state == State.READ and not files[0].brief.get("problem"):
            return HttpResponseRedirect(self._address(own, files[0]))
        under_way = sum(file.state in UNDER_WAY for file in files)
        answer: HttpResponse = self.render_page(
            request,
            "admin/bringing/delivery.html",
            obj=None,
            title=_("Brought in"),
            delivery=own,
            files=[(file, self._address(own, file), self._draft_of(file)) for file in files],
            of=len(files),
            settled=len(files) - under_way,
            under_way=under_way,
            making=any(file.state == State.CHOSEN for file in files),
            ready=sum(file.state in (State.READ, State.FAILED) for file in files),
            made=sum(file.state == State.MADE for file in files),
            nobody_works=bool(under_way) and queue.is_nobody_there(timezone.now()),
        )
        return answer

    def _done(self: Any, request: HttpRequest, delivery: Delivery) -> HttpResponse:
        what = request.POST.get("what", "")
        if what == "let-go":
            taking.let_go(delivery)
            messages.success(request, _("It was removed. Drafts that were made of it stay."))
            return redirect(self.url("bring-in"))
        if what == "make":
            self._make(request, delivery, request.POST.getlist("file"))
            return HttpResponseRedirect(self._address(delivery))
        return self._sent(request, delivery, self._take(request, delivery))

    def _make(self: Any, request: HttpRequest, delivery: Delivery, keys: list[str]) -> None:
        if not taking.make_soon(delivery, keys):
            messages.warning(request, _("Nothing was chosen that can be made a draft."))

    # One file

    def delivered_view(self: Any, request: HttpRequest, delivery: str, delivered: str) -> HttpResponse:
        """Show what was read of one file, and ask what becomes of it."""
        own = self._own(request, delivery)
        file = own.files.select_related("delivery__sender").filter(key=delivered).first()
        if file is None:
            raise Http404
        if request.method == "POST" and request.POST.get("what") == "let-go":
            taking.let_go_of_file(file)
            messages.success(request, _("It was removed."))
            return HttpResponseRedirect(self._address(own if own.files.exists() else None))
        if file.state not in (State.READ, State.FAILED) or not file.manuscript:
            return HttpResponseRedirect(self._address(own))
        try:
            plan = plan_for(file, manuscript_in(file))
        except WorkflowError as problem:
            # Kept, since the list would lead back here at once.
            own.files.filter(pk=file.pk).update(brief=file.brief | {"problem": str(problem)})
            messages.error(request, str(problem))
            return HttpResponseRedirect(self._address(own))
        if request.method == "POST":
            return self._chosen(request, file, plan)
        return self._looked_at(request, file, plan)

    def _chosen(self: Any, request: HttpRequest, file: Delivered, plan: Plan) -> HttpResponse:
        """Keep what was chosen of a file, and make a draft of it if that is wanted."""
        file.choices = chosen_in(request, plan, admin_site=self.admin_site)
        file.save(update_fields=["choices"])
        if request.POST.get("what") == "make":
            self._make(request, file.delivery, [file.key])
        else:
            messages.success(request, _("What you chose is kept."))
        return HttpResponseRedirect(self._address(file.delivery))

    def _looked_at(self: Any, request: HttpRequest, file: Delivered, plan: Plan) -> HttpResponse:
        whole, rows = rows_of(plan)
        box = search_box(DraftCredit, "person", self.admin_site)
        answer: HttpResponse = self.render_page(
            request,
            "admin/bringing/file.html",
            obj=None,
            title=plan.manuscript.headline,
            media=with_nonce(request, self.media + box.widget.media),
            delivery=file.delivery,
            delivered=file,
            delivery_url=self._address(file.delivery),
            several=file.delivery.files.count() > 1,
            manuscript=plan.manuscript,
            embargo=embargo_of(plan.manuscript, zone=plan.options.zone),
            counts=counts_of(plan.manuscript),
            whole=whole,
            rows=rows,
            plan=plan,
            known_url=self._draft_url(plan.same or plan.earlier),
            asked=asked_of(request, plan, file, admin_site=self.admin_site),
        )
        return answer

    # Whose it is

    def _own(self: Any, request: HttpRequest, key: str) -> Delivery:
        """Return a delivery of this very colleague; anybody else's is not there."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        own = Delivery.objects.filter(sender=actor_of(request), begun_at__gt=timezone.now() - KEPT_FOR)
        delivery = own.select_related("sender").filter(key=key).first()
        if delivery is None:
            raise Http404
        return delivery

    def _address(self: Any, delivery: Delivery | None, delivered: Delivered | None = None) -> str:
        if delivery is None:
            return str(self.url("bring-in"))
        keys = [delivery.key, *([delivered.key] if delivered else [])]
        name = "delivered" if delivered else "delivery"
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=keys)

    def _draft_of(self: Any, delivered: Delivered) -> str:
        """Return the address of the draft that was made of a file, if it is there."""
        pk = delivered.outcome.get("article") if delivered.state == State.MADE else None
        return self._draft_url(self.model.objects.out_of_bin().filter(pk=pk).first()) if pk else ""

    def _draft_url(self: Any, article: Any) -> str:
        return self.url("change", article) if article is not None else ""


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script asks."""
    return request.headers.get("Accept", "").startswith("application/json")
