"""The one address pictures have."""

from django.urls import path

from images.views import image

urlpatterns = [
    path("images/<slug:key>/<str:rendition>", image, name="image"),
]
