"""What was for members there is known by what kept it so."""

import pytest

from moving.arriving.wordpress.members import gate_of


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("Open.\n\n[members_only]Closed.[/members_only]", "members_only"),
        ('[restrict level="2"]Closed.[/restrict]', "restrict"),
        ("[private]Closed.[/private]", "private"),
        ("<!-- wp:premium-content/subscriber-view -->x", "premium-content/subscriber-view"),
        ("<!-- wp:jetpack/paywall /-->", "jetpack/paywall"),
        ("A [private] word, and [[members]]so[[/members]] on", ""),
        ("<!-- wp:paragraph --><p>Members only</p>", ""),
        ("[gallery ids='1']", ""),
    ],
)
def test_a_gate_is_known_by_its_name(content: str, why: str) -> None:
    assert gate_of(content, {}) == why


@pytest.mark.parametrize(
    ("access", "why"),
    [("", ""), ("everybody", ""), ("subscribers", "subscribers"), ("paid_subscribers", "paid_subscribers")],
)
def test_a_letter_for_subscribers_is_for_them(access: str, why: str) -> None:
    assert gate_of("Words.", {"_jetpack_newsletter_access": access}) == why
