"""The text editor finds what its dialogs search: each kind of row says which of them it answers."""

import lxml.html
import pytest

from publishing.bases import WorkingCopy
from publishing.links import working_copy_models
from tests import factories as make
from tests.admin_forms import AdminPage

pytestmark = pytest.mark.django_db

DIALOGS = {f"data-lookup-{kind}" for kind in ("mention", "citation", "figure", "tag")}


@pytest.mark.parametrize("kind", working_copy_models())
def test_every_text_has_its_dialogs(kind: type[WorkingCopy]) -> None:
    person, source, image = make.make_person(), make.make_reference(), make.make_image()
    reporter = AdminPage(make.make_user("reporter"))
    form = reporter.open(f"/admin/{kind._meta.app_label}/{kind._meta.model_name}/add/")
    [text] = lxml.html.fromstring(form.content.decode()).xpath('//textarea[@name="body"]')
    searched = {name: url for name, url in text.items() if name.startswith("data-lookup-")}
    assert searched.keys() == DIALOGS
    for name, row in zip(("mention", "citation", "figure"), (person, source, image), strict=True):
        [found] = reporter.open(f"{searched[f'data-lookup-{name}']}?keys={row.key}").json()["results"]
        assert found["label"] == str(row)
