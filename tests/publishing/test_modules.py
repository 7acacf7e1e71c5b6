"""The scripts of a page that are modules: found by what they import, and named before any of them runs."""

import re

import lxml.html
import pytest

from publishing.admin.modules import modules_of, preloaded
from publishing.admin.writing.page import MODULES
from tests import factories as make
from tests.admin_forms import AdminPage, change_url
from tests.environment import ROOT

STATIC = ROOT / "static"


def test_every_module_that_is_imported_is_found() -> None:
    found = modules_of(*MODULES)
    assert len(found) > 60 and len(set(found)) == len(found)
    for path in found:
        for name in re.findall(r'from "(\.[^"]+)"|^import "(\.[^"]+)"', (STATIC / path).read_text(), re.M):
            imported = (STATIC / path).parent / (name[0] or name[1])
            assert imported.resolve().relative_to(STATIC).as_posix() in found


def test_a_module_that_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(LookupError, match="no-such-module"):
        modules_of("newsroom/no-such-module.js")


@pytest.mark.django_db
def test_no_module_comes_before_the_import_map_that_leads_to_it() -> None:
    page = AdminPage(make.make_user("editor")).open(change_url(make.make_article())).content.decode()
    tags = lxml.html.fromstring(page).xpath("//script[@type='importmap' or @type='module'] | //link")
    kinds = [tag.get("type") or tag.get("rel") for tag in tags]
    assert kinds.count("importmap") == 1
    assert kinds.index("importmap") < min(kinds.index("module"), kinds.index("modulepreload"))
    asked = [tag.get("href") for tag in tags if tag.get("rel") == "modulepreload"]
    assert asked == preloaded(*MODULES)
