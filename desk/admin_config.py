"""The admin with a site of our own; Django imports this before any model exists."""

from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    default_site = "desk.admin_site.NewsroomAdminSite"
