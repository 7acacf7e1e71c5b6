"""The admin's own pages of this project; and what other packages register, taken out again."""

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy
from taggit import admin as taggit_admin
from taggit.models import Tag as UnusedTag

# Django asks for this module alone: what stands in others registers itself when they are read.
from newsroom.colleagues.admin import ColleagueAdmin
from newsroom.models import Newsroom
from newsroom.newsroom_admin import NewsroomAdmin

__all__ = ["ColleagueAdmin"]

admin.site.register(Newsroom, NewsroomAdmin)
admin.site.index_title = gettext_lazy("Your desk")
# Roles come with the program, and tags have a table of our own.
auth_admin.admin.site.unregister(Group)
taggit_admin.admin.site.unregister(UnusedTag)
