"""Entries of lists of sources in many styles and languages, and what is read of them."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manuscripts.citing import read_entry, read_sources
from manuscripts.layout import Line
from tools.check_references import measure

ROWS = Path(__file__).with_name("references.jsonl").read_text(encoding="utf-8").splitlines()
ENTRIES = [json.loads(row) for row in ROWS]
FEWEST_RIGHT = 0.9


def test_most_fields_of_most_entries_are_right():
    measured = measure(ENTRIES)
    total = measured.total
    assert total.right >= FEWEST_RIGHT * total.present, "\n".join(measured.faults)


def test_nothing_is_made_up():
    measured = measure(ENTRIES)
    assert measured.total.invented == 0, "\n".join(measured.faults)


HOSTILE = [
    "a, ", "A. ", "“", '"a ', "(", "1", " ", "https://a.b/ ", "[a](https://", "Müller, J., & ", "(2020) ",
    "10.1234/", "accessed ", "a", "A", ".", "李明，", "van de ", "*a", "Aa Bb, ", "12(3), ", "«»", ": ", "; ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_entry_takes_long(piece):
    begun = time.perf_counter()
    for length in (2_900, 200_000):
        assert read_entry((piece * length)[:length]).raw is not None
    assert time.perf_counter() - begun < 1


def test_many_entries_take_a_moment():
    lines = [Line(at, ENTRIES[at % len(ENTRIES)]["text"], gap=True) for at in range(1_000)]
    begun = time.thread_time()
    assert len(read_sources(lines)) == 1_000
    assert time.thread_time() - begun < 3


@given(st.text(max_size=300))
def test_any_text_is_kept_whole(text):
    source = read_entry(text)
    assert source.raw == text.strip()


@given(st.sampled_from([entry["text"] for entry in ENTRIES]), st.integers(0, 300), st.integers(0, 300))
def test_half_an_entry_never_breaks_the_reading(text, start, end):
    source = read_entry(text[start:end])
    for field in (source.title, source.container, source.publisher):
        assert "\x1f" not in field


@pytest.mark.parametrize(
    "words",
    [
        "According to the water authority, “nine wells in ten have no meter”.",
        "In the words of the bishop: “A wall of concrete and a wall of prayer.”",
        "Die Stadt hat im Sommer 180 Wärmepumpen gefördert. Im Januar fielen 31 davon aus.",
        "The council counts boats, not people.",
        "A mayor said the city had warned of the wall twice. “We wrote in March,” she said.",
        "Der Gemeinderat berät am Donnerstag. »Niemand wird frieren müssen«, versprach er.",
        "A câmara municipal diz que ofereceu um empréstimo em 2018. “Ninguém veio”, afirmou ele.",
        "Public Safety, Private Gain: A report on dikes. 2020.",
    ],
)
def test_what_is_said_of_somebody_names_no_author(words):
    assert read_entry(words).authors == ()


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("WHO. Safe Water Report 2023.", {"title": "Safe Water Report 2023", "authors": "WHO"}),
        ("Hale T, Moor M. Falls: a cohort study. BMJ 2019;364:l1234.", {"volume": "364", "pages": "l1234"}),
        (
            "النجار، سامي. الجدار والبحر. بيروت: دار الساقي، 2016.",
            {"title": "الجدار والبحر", "authors": "النجار"},
        ),
        (
            "Hale, T. (1998) ‘Tides’, Waves, 17, pp. 1–9. "
            "doi:10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
            {"doi": "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2"},
        ),
        # Pages of nobody knows what stay where the writer put them.
        (
            "Stadtwerke Altmühl: Jahresbericht 2024, S. 12–14",
            {"title": "Stadtwerke Altmühl: Jahresbericht 2024, S. 12–14", "pages": ""},
        ),
        ("Moor, T. Falls. PLoS ONE 16(4): e0249123.", {"pages": "e0249123"}),
        (
            "Eastham, Maine: A History. Portland: Mill Press, 1998.",
            {"title": "Eastham, Maine: A History", "authors": ""},
        ),
        (
            "U.S. Bureau of Walls. Coastal Walls: Costs Rising. Washington, D.C.: March 2024.",
            {"title": "Coastal Walls: Costs Rising", "authors": "U.S. Bureau of Walls"},
        ),
        ("Wiki contributors. “Seawall.” Open Pages, 4 May 2024.", {"title": "Seawall", "authors": ""}),
        (
            "Vries, Simone de, Le Mur, t. 1, Paris, Moulin, 1949, p. 13.",
            {"title": "Le Mur", "authors": "Vries", "volume": "1", "publisher": "Moulin"},
        ),
        ("Soler, María: «El muro», en El Faro, 12-03-2025.", {"container": "El Faro", "issued": "2025"}),
        ("Clean Rivers Act 2008, c. 27", {"title": "Clean Rivers Act 2008, c. 27"}),
    ],
)
def test_an_entry_of_an_odd_form(entry, found):
    source = read_entry(entry)
    said = {name: getattr(source, name) for name in found}
    if "authors" in found:
        said["authors"] = " ".join(author.literal or author.family for author in source.authors)
    assert said == found
