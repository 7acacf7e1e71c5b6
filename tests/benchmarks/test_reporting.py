"""What a run of the benchmarks writes down is what was measured."""

import xml.etree.ElementTree as ElementTree
from typing import Any

from benchmarks.reporting import serving


def _figures(**rounds: list[float]) -> dict[str, Any]:
    results = {
        name.replace("__", ", ").replace("_", " ") + ": article": {
            "per_second": sorted(each)[1],
            "half_ms": 1.0,
            "p99_ms": 2.0,
            "failed": 0,
            "rounds": each,
        }
        for name, each in rounds.items()
    }
    return {"articles": 1000, "bytes": 9000, "memory": {"ours": 99.6}, "peers": {}, "results": results}


def test_a_ratio_is_the_median_of_the_ratios_within_a_round() -> None:
    """A slow moment of the machine met both, so it is no ratio of one round to another."""
    figures = _figures(raw_WSGI=[100.0, 200.0, 400.0], ours=[90.0, 160.0, 380.0])

    table = serving.summary(figures, None)

    assert "| 500 finished articles in turn ÷ the same bytes from raw WSGI | ≥ 0.85 × | 0.90 × |" in table
    assert "| 99 of 100 finished articles within, at 32 connections | ≤ 10 ms | 2.0 ms |" in table
    assert "| memory of all processes with 500 finished pages | ≤ 120 MiB | 100 MiB |" in table


def test_what_was_not_measured_is_said_to_be_so() -> None:
    table = serving.summary(_figures(raw_WSGI=[1.0, 1.0, 1.0], ours=[1.0, 1.0, 1.0]), None)

    [nginx] = [line for line in table.splitlines() if line.startswith("| behind nginx")]
    assert nginx.endswith("| not measured |")
    assert "Peers were not installed." in serving.table(_figures(ours=[1.0, 1.0, 1.0]))


def test_the_picture_has_a_bar_for_everybody_and_ours_stands_out() -> None:
    picture = serving.picture(_figures(raw_WSGI=[1.0, 1.0, 1.0], ours=[0.5, 0.5, 0.5]))

    drawn = ElementTree.fromstring(picture)
    [floor, ours] = drawn.findall("{*}rect")
    assert float(ours.attrib["width"]) * 2 == float(floor.attrib["width"])
    assert (floor.attrib["class"], ours.attrib["class"]) == ("bar", "ours")
