"""The pictures' addresses alone, whatever else the site has."""

from django.urls import include, path

urlpatterns = [path("", include("images.urls"))]
