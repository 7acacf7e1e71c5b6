"""The newsroom's colour: legible or refused, lighter on dark pages, kept for good under its own address."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from masthead.colours import (
    ACCENT,
    ACCENT_ON_DARK,
    AT_EASE,
    ENOUGH,
    GROUNDS,
    check_accent,
    contrast,
    nearest,
    on_dark,
    stylesheet,
)
from tests.environment import ROOT
from tests.factories import fill_in_newsroom
from tests.reading import text

COLOURS = ["#000000", "#ffffff", "#ff0000", "#ffd700", "#0b5cab", "#7f7f7f", "#00ff7f", "#a3142b"]


@pytest.mark.parametrize(
    ("colour", "ground", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#767676", "#ffffff", 4.54), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_is_as_wcag_defines_it(monkeypatch, colour: str, ground: str, ratio: float) -> None:
    monkeypatch.setitem(GROUNDS, "light", (ground,))
    assert contrast(colour, "light") == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("colour", COLOURS)
def test_the_nearest_colour_can_be_read_and_the_one_before_it_could_not(colour: str) -> None:
    for scheme in GROUNDS:
        found = nearest(colour, scheme)
        assert contrast(found, scheme) >= ENOUGH
        assert (found == colour) == (contrast(colour, scheme) >= ENOUGH)
    assert contrast(on_dark(colour), "dark") >= AT_EASE
    assert contrast(nearest("#ffd700", "light"), "light") < ENOUGH + 0.2


def test_a_colour_hard_to_read_is_refused_with_one_that_is_not() -> None:
    with pytest.raises(ValidationError) as refusal:
        check_accent("#ff6600")
    (sentence,) = refusal.value.messages
    ratio, needed = re.findall(r"([\d.]+) to 1", sentence)
    assert float(ratio) <= contrast("#ff6600", "light") < float(needed) == 4.5
    offered = re.findall(r"#[0-9a-f]{6}", sentence)
    check_accent(*offered)


def test_a_ratio_just_too_low_is_not_shown_as_the_one_that_is_needed(monkeypatch) -> None:
    monkeypatch.setattr(
        "masthead.colours.contrast", lambda colour, scheme: 4.49 if colour == "#111111" else 5
    )
    with pytest.raises(ValidationError, match=r"4\.4 to 1"):
        check_accent("#111111")


@pytest.mark.parametrize("written", ["red", "#fff", "#GGGGGG", "0b5cab", "#0b5cab;}", "#0b5cab\n"])
def test_what_is_no_colour_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="written as #"):
        check_accent(written)


def test_the_grounds_are_those_of_the_design() -> None:
    tokens = (ROOT / "static/newsroom/tokens.css").read_text()
    light, dark = zip(
        *(
            re.search(rf"--{name}: light-dark\((\S+), (\S+)\);", tokens).groups()
            for name in ("paper", "raised")
        ),
        strict=True,
    )
    assert {"light": light, "dark": dark} == GROUNDS
    assert f"--accent: light-dark({ACCENT}, {ACCENT_ON_DARK});" in tokens


@pytest.mark.django_db
def test_a_chosen_colour_is_a_stylesheet_kept_for_good() -> None:
    assert "/style/" not in text("/")
    fill_in_newsroom(accent="#0b5cab")
    sheet = stylesheet("#0b5cab")
    address = f"/style/{sheet.digest}.css"
    assert f'<link rel="stylesheet" href="{address}">' in text("/")
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content.decode() == sheet.text
    assert f"--accent: light-dark(#0b5cab, {on_dark('#0b5cab')});" in sheet.text
    again = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_an_address_of_earlier_colours_leads_to_those_of_today_and_is_not_kept_for_good() -> None:
    fill_in_newsroom(accent="#0b5cab")
    old, new = stylesheet("#0b5cab"), stylesheet("#225500")
    fill_in_newsroom(accent="#225500")
    for digest in (old.digest, "nonsense"):
        answer = Client().get(f"/style/{digest}.css")
        assert (answer.status_code, answer["Location"]) == (302, f"/style/{new.digest}.css")
        assert answer["Cache-Control"] == "no-cache"
    fill_in_newsroom(accent="")
    assert Client().get(f"/style/{new.digest}.css").status_code == 404
    assert "/style/" not in text("/")
