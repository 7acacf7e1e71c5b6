"""A one-time link works for whoever has its token, so no text that is kept has one, however it was typed."""

import pytest

from colleagues.tokens import new_token, without_tokens


@pytest.mark.parametrize(
    "place",
    [
        "/admin/join/",
        "/ADMIN/password/",
        "/admin//password/",
        "//admin/Not-Me///",
        "/%61dmin/p%41ssw%6Frd/",
        "/admin%2fnot%2dme%2F",
    ],
)
@pytest.mark.parametrize("behind", ["", "/", "//", "%2F", "/?next=x"])
def test_a_token_is_left_out_however_its_address_was_typed(place: str, behind: str) -> None:
    token = new_token()
    said = without_tokens(f"GET {place}{token}{behind} 404")
    assert said == f"GET {place}…{behind} 404"


@pytest.mark.parametrize("path", ["/admin/password/", "/admin/joining/x/", "/admins/join/x", "/tags/join/x/"])
def test_other_addresses_stay_whole(path: str) -> None:
    assert without_tokens(f"{path} 200") == f"{path} 200"
