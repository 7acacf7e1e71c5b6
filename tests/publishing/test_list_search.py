"""Whatever is pasted into a list's search box is answered."""

import pytest

from tests import factories
from tests.admin_forms import AdminPage

pytestmark = pytest.mark.django_db

LISTS = (
    "/admin/articles/article/?q=",
    "/admin/pages/page/?q=",
    "/admin/profiles/person/?q=",
    "/admin/references/reference/?q=",
    "/admin/publishing/tag/?q=",
    "/admin/images/image/?q=",
    "/admin/accounts/user/?q=",
    "/admin/autocomplete/?app_label=articles&model_name=draftcredit&field_name=person&term=",
)
PASTED = {
    "many words": "+".join(f"w{number}" for number in range(2500)),
    "short words": "a+" * 20_000,
    "one long word": "w" * 60_000,
    "a quotation never closed": '"' + "+".join(f"w{number}" for number in range(2500)),
    "only blanks": "+" * 300 + "w" * 300,
}


@pytest.mark.parametrize("pasted", PASTED)
@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_searched_for_whatever_is_pasted(address: str, pasted: str) -> None:
    AdminPage(factories.make_user("administrator")).open(address + PASTED[pasted])


def test_a_long_headline_is_found_by_all_of_it() -> None:
    headline = "Eleven words and some more are in the headline of this long article about rain"
    factories.make_article(headline=headline)
    factories.make_article(headline="Another")
    page = AdminPage(factories.make_user("reporter")).open(f"{LISTS[0]}{headline.replace(' ', '+')}")
    assert headline in page.content.decode() and "1 article" in page.content.decode()
