"""Names kept before scripts without spaces had their own beginnings get them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from profiles.models import PersonName
from tests import factories

pytestmark = pytest.mark.django_db

migration = import_module("profiles.migrations.0003_first_words")


def test_the_words_names_are_searched_by_are_renewed() -> None:
    factories.make_person(name="梁文锋", aliases=["Liang Wenfeng"])
    PersonName.objects.filter(key="梁文锋").update(first_word="梁文锋")
    migration.renew(apps, connection.schema_editor())
    assert dict(PersonName.objects.values_list("key", "first_word")) == {
        "梁文锋": "梁文",
        "liang wenfeng": "liang",
    }
