"""What is sent to us is read once, in one place, and never more of it than a page takes."""

import codecs
import io
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import Error
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from colleagues import login_ended
from images.processing import MAX_BYTES
from newsroom import faults
from newsroom.incoming import CHARSET, declared_length

BEFORE_LOGIN = 64_000
"""Bytes of a form for somebody who has not logged in."""
MOST_PASSED_OVER = 100_000_000
"""Bytes of a form that is refused, read all the same; no proxy of ours takes as many."""


class Discarded(FileUploadHandler):
    """Keeps a file's name alone: who may not send one, or where none is asked for, leaves nothing behind."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        empty = io.BytesIO()
        return InMemoryUploadedFile(
            empty, self.field_name, self.file_name, self.content_type, 0, self.charset
        )


class Bodies:
    """Reads each form before anything else does; refuses what is too long, or broken, in a sentence.

    While a body arrives it holds a thread, for as long as whoever sends it likes. So one thread is always
    left for pages: a body that comes when all others are waiting for one is refused at once. Nor can people
    who are not logged in keep colleagues from saving: one more thread, where there are three, is not theirs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.free = threading.BoundedSemaphore(settings.THREADS - 1)
        self.free_for_strangers = threading.BoundedSemaphore(max(1, settings.THREADS - 2))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_utf8(request):
            if request.method == "POST":
                return faults.plain(request, 400, sentence=_("Forms are sent in UTF-8 and nothing else."))
            request.GET = QueryDict()
            request.encoding = "utf-8"
        return self.get_response(request)

    def pass_over(self, request: HttpRequest) -> None:
        """Take in what is refused, where a proxy sends it: it comes at once, and holds nobody up.

        Some proxies, as Varnish, give up what they are sending when they are answered early, and tell their
        reader that nobody answers. Whoever sends slowly is not waited for.
        """
        if not settings.PROXY_COUNT or declared_length(request.META) > MOST_PASSED_OVER:
            return
        if self.free.acquire(blocking=False):
            try:
                while request.read(65536):
                    pass
            except OSError:
                # It was not to be kept anyway.
                pass
            finally:
                self.free.release()

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method != "POST":
            # Nobody reads it.
            return None
        if request.headers.get("Transfer-Encoding"):
            return faults.plain(request, 411)
        if declared_length(request.META) > most_bytes(request, view):
            self.pass_over(request)
            return faults.plain(request, 413)
        with ExitStack() as held:
            for room in [self.free] if is_known(request) else [self.free_for_strangers, self.free]:
                if not room.acquire(blocking=False):
                    sentence = _(
                        "Too much is being sent at this moment. Load this page again to send it once more."
                    )
                    return faults.plain(request, 503, sentence=sentence)
                held.callback(room.release)
            return read(request, view)


def read(request: HttpRequest, view: Any) -> HttpResponse | None:
    """Read a form; keep what was typed for whoever has to give it back."""
    if not takes_files(request, view):
        request.upload_handlers = [Discarded(request)]
    try:
        fields = request.POST
    except RequestDataTooBig:
        return faults.plain(request, 413)
    except (TooManyFieldsSent, TooManyFilesSent):
        sentence = _("The form has more fields or files than it can have, so nothing of it was kept.")
        return faults.plain(request, 413, sentence=sentence)
    except UnreadablePostError:
        return faults.plain(request, 400, sentence=_("The connection ended before all was sent."))
    except (MultiPartParserError, BadRequest, SuspiciousOperation, ValueError, LookupError):
        # Whatever a program makes up: forms that browsers send can be read.
        return faults.plain(request, 400)
    if not is_before_login(request):
        request.typed = login_ended.kept_fields(fields)
        request.typed_is_incomplete = login_ended.leaves_out(request)
    return None


def most_bytes(request: HttpRequest, view: Any) -> int:
    """Return how long a form for this page can be."""
    if is_before_login(request):
        return BEFORE_LOGIN
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + _bytes_of_files(view))


def takes_files(request: HttpRequest, view: Any) -> bool:
    """Tell whether the page asks for files, of somebody who is known here."""
    return bool(_bytes_of_files(view)) and is_known(request)


def is_known(request: HttpRequest) -> bool:
    """Tell whether somebody is logged in."""
    try:
        return request.user.is_authenticated
    except Error:
        # The page will meet the same; what was typed is to be read all the same.
        return False


def is_before_login(request: HttpRequest) -> bool:
    """Tell whether a page is for people who have not logged in."""
    match = request.resolver_match
    return match is not None and match.url_name in (*login_ended.BEFORE_LOGIN, "login", "logout")


def is_utf8(request: HttpRequest) -> bool:
    """Tell whether what was sent says it is in UTF-8, or does not say anything that is known."""
    try:
        charset = request.META.get(CHARSET) or (request.content_params or {}).get("charset", "utf-8")
        return codecs.lookup(charset).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return True


def _bytes_of_files(view: Any) -> int:
    """Return how much of files a page takes; the admin says so at its form, or of one address."""
    pictures = getattr(getattr(view, "model_admin", None), "pictures_a_form", 0)
    return int(getattr(view, "bytes_of_files", 0) or pictures * MAX_BYTES)
