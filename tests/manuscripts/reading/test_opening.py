"""Headline, deck, byline and what stands around them, in the shapes copy comes in."""

import pytest

from manuscripts import parse

BODY = "The harbour council met on Tuesday and put off its vote on the new quay until the spring of next year, it said."


def read(*lines: str):
    return parse("\n".join([*lines, "", BODY, "", BODY.replace("Tuesday", "Friday")]))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Mara Lind", ("Mara Lind",)),
        ("by mara lind", ("Mara Lind",)),
        ("BY MARA LIND AND TOM ROE", ("Mara Lind", "Tom Roe")),
        ("By Mara Lind, Tom Roe and Ana Silva", ("Mara Lind", "Tom Roe", "Ana Silva")),
        ("By Dr Mara Lind, PhD", ("Mara Lind",)),
        ("By Mara Lind, Oslo", ("Mara Lind",)),
        ("By Mara Lind | Harbour News", ("Mara Lind",)),
        ("By Mara Lind (Reuters)", ("Mara Lind",)),
        ("By Mara Lind, science editor", ("Mara Lind",)),
        ("By Mara Lind @maralind", ("Mara Lind",)),
        ("Words: Mara Lind", ("Mara Lind",)),
        ("Mara Lind", ("Mara Lind",)),
        ("MARA LIND reports from Oslo", ("Mara Lind",)),
        ("Von Mara Lind und Tom Roe", ("Mara Lind", "Tom Roe")),
        ("Par Claire Morel et Jean Petit", ("Claire Morel", "Jean Petit")),
        ("Por Ana Ruiz", ("Ana Ruiz",)),
        ("Door Jan de Vries", ("Jan de Vries",)),
        ("Av Kari Nordmann", ("Kari Nordmann",)),
        ("Interview: Mara Lind", ("Mara Lind",)),
        ("By Agence France-Presse", ("Agence France-Presse",)),
    ],
)
def test_bylines(line: str, names: tuple[str, ...]) -> None:
    manuscript = read("The quay waits", line)
    assert manuscript.byline == names
    assert manuscript.headline == "The quay waits" and len(manuscript.blocks) == 2


@pytest.mark.parametrize(
    "line", ["By the sea", "By 2030 the quay will be gone", "Por fin", "Von wegen", "Por que isso importa"]
)
def test_what_only_begins_like_a_byline_is_none(line: str) -> None:
    assert read("The quay waits", "", f"{line}.").byline == ()


@pytest.mark.parametrize("mark", ["本报记者 李明 报道", "记者：李明", "文／李明"])
def test_chinese_bylines(mark: str) -> None:
    text = f"港口表决再次推迟\n\n{mark}\n\n市议会星期二第三次推迟了对新码头的表决，要求对淤泥作新的研究。\n\n研究要到五月才能完成。\n"
    assert parse(text).byline == ("李明",)


def test_deck_byline_and_date_in_any_order() -> None:
    deck = "Three towns want the quay, and none wants to pay for it"
    for lines in (
        ("The quay waits", deck, "", "By Mara Lind", "3 May 2026"),
        ("The quay waits", "", deck, "", "By Mara Lind"),
        ("The quay waits", deck, "By Mara Lind", "Updated 3 May 2026, 10:15"),
    ):
        manuscript = read(*lines)
        assert (manuscript.summary, manuscript.byline, len(manuscript.blocks)) == (deck, ("Mara Lind",), 2)


@pytest.mark.parametrize(
    "above",
    [
        "FOR IMMEDIATE RELEASE",
        "PRESS RELEASE",
        "Pressemitteilung",
        "Home > News > Harbour",
        "BC-EU--Quay Vote, 2nd Ld-Writethru, 480",
        "View this email in your browser",
        "Slug: quay-vote",
        "Attn: Editors: new lead",
    ],
)
def test_what_stands_above_the_headline_is_set_aside_and_not_lost(above: str) -> None:
    manuscript = read(above, "The quay waits")
    assert manuscript.headline == "The quay waits"
    assert [one.text for one in manuscript.set_aside] == [above]
    assert any(above in remark.text for remark in manuscript.remarks)


def test_a_headline_over_two_lines_is_one() -> None:
    manuscript = read(
        "The harbour council puts off its vote on the", "new quay for the third time", "", "By Mara Lind"
    )
    assert manuscript.headline == "The harbour council puts off its vote on the new quay for the third time"
    assert manuscript.byline == ("Mara Lind",)


def test_a_title_and_a_handle_beside_a_name_are_said() -> None:
    manuscript = read("The quay waits", "By Dr. Mara Lind @maralind")
    assert manuscript.byline == ("Mara Lind",)
    assert {remark.text for remark in manuscript.remarks} == {"Dr.", "@maralind"}


def test_a_version_in_brackets_does_not_cost_the_headline() -> None:
    assert "Ferry burns" in read("(2nd LD) Ferry burns").headline
