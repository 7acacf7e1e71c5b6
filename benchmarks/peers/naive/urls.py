"""Every address."""

from django.urls import path
from news import views

urlpatterns = [
    path("", views.home),
    path("articles/<slug:slug>/", views.article),
    path("people/<slug:slug>/", views.person),
    path("tags/<slug:slug>/", views.tag),
]
