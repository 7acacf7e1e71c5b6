"""Every address."""

from django.urls import include, path
from news import views
from wagtail import urls as wagtail_urls

urlpatterns = [
    path("people/<slug:slug>/", views.person),
    path("tags/<slug:slug>/", views.tag),
    path("", include(wagtail_urls)),
]
