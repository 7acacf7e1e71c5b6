"""The first page of the admin; and what other packages register, taken out again."""

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy
from taggit import admin as taggit_admin
from taggit.models import Tag as UnusedTag

admin.site.index_title = gettext_lazy("Your desk")
# Roles come with the program, and tags have a table of our own.
auth_admin.admin.site.unregister(Group)
taggit_admin.admin.site.unregister(UnusedTag)
