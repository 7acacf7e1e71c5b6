"""The numbers in the pictures are those of the texts, and the pictures can be used as such."""

from math import isclose

from demo.pictures import PICTURES
from demo.pictures.bars import IMAGENET_ERRORS, PARAMETERS, SPEED_OF_LIGHT, TIMES, bits
from demo.pictures.canvas import BAND, GOLD, HEIGHT, INK, PAPER, WIDTH, mixed
from demo.pictures.diagrams import CHESS, GO, NOTE_G, REPEATED, run_busy_beaver
from demo.pictures.monograms import MONOGRAMS


def test_the_machine_of_four_states_stops_after_107_steps_with_13_marks():
    history = run_busy_beaver()
    assert len(history) - 1 == 107
    assert len(history[-1][0]) == 13


def test_note_g_has_25_operations_of_which_11_are_repeated():
    assert len(NOTE_G) == 25
    assert len(REPEATED) == 11


def test_calculated_numbers_are_as_written():
    assert round(bits(0.9), 2) == 0.47
    assert bits(0.5) == 1
    assert bits(0) == bits(1) == 0
    assert len(str(CHESS[0] ** CHESS[1])) == 124
    assert len(str(GO[0] ** GO[1])) == 360
    metres = {"300 kilometres": 3e5, "300 metres": 300, "30 centimetres": 0.3, "0.3 millimetres": 3e-4}
    for _words, seconds, distance in TIMES:
        assert isclose(SPEED_OF_LIGHT * seconds, metres[distance], rel_tol=0.001)
    assert PARAMETERS[-1][2] / PARAMETERS[0][2] > 800
    assert list(IMAGENET_ERRORS.values()) == sorted(IMAGENET_ERRORS.values(), reverse=True)


def test_every_picture_can_be_drawn_and_no_two_are_alike():
    drawn = {name: draw() for name, draw in PICTURES.items()}
    charts = {picture.size for name, picture in drawn.items() if name not in MONOGRAMS}
    assert charts == {(WIDTH, HEIGHT + 2 * BAND)}
    assert isclose(WIDTH / (HEIGHT + 2 * BAND), 3 / 2, rel_tol=0.01), "lists cut pictures to 3:2"
    assert all(drawn[name].width == drawn[name].height for name in MONOGRAMS)
    assert len({picture.tobytes() for picture in drawn.values()}) == len(drawn)


def test_colours_mix_evenly():
    assert mixed(INK, PAPER, 0) == INK
    assert mixed(INK, GOLD, 1) == GOLD
    assert mixed("#000000", "#646464", 0.5) == "#323232"
