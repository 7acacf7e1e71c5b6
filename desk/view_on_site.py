"""The way from a row to its public page, for whoever may view the row."""

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from publishing.bases import EditionBase
from publishing.links import working_copy_model


def to_page(request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """Lead to the page of a row; to whoever may not view it, it is as if there were none."""
    model = _model(content_type_id)
    if model is None or not hasattr(model, "get_absolute_url") or not _may_view(request, model):
        raise Http404
    row: Any = _row(model, object_id)
    if row is None:
        raise Http404
    return redirect(row.get_absolute_url())


def _model(content_type_id: str) -> type[models.Model] | None:
    try:
        return ContentType.objects.get_for_id(int(content_type_id)).model_class()
    except (ContentType.DoesNotExist, ValueError, OverflowError):
        return None


def _may_view(request: HttpRequest, model: type[models.Model]) -> bool:
    """Ask the admin of the rows; a published version is for those who may view its draft."""
    shown: Any = model
    if issubclass(model, EditionBase):
        shown = working_copy_model(model)
    page = admin.site._registry.get(shown)
    return page is not None and page.has_view_permission(request)


def _row(model: type[models.Model], object_id: str) -> models.Model | None:
    try:
        return model._default_manager.filter(pk=object_id).first()
    except (ValueError, ValidationError, OverflowError):
        return None
