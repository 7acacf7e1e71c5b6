"""The units of systemd: sound, hardened, and each starting what there is."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.deploy.programs import program, varnish_options
from tests.environment import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
PYTHON = "/srv/newsroom/current/.venv/bin/python"
MOST_EXPOSED = 20
"""Of 100, as systemd-analyze counts it: what is left is mostly that they may use the network."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The units as on a server, but for Python, which is not there."""
    for path in UNITS.glob("newsroom*"):
        (tmp_path / path.name).write_text(path.read_text().replace(PYTHON, "/bin/true"))
    return tmp_path


def test_systemd_has_nothing_to_say_about_them(folder: Path) -> None:
    names = [str(path) for path in sorted(folder.iterdir())]
    assert len(names) == 9
    done = subprocess.run(
        [program("systemd-analyze"), "verify", "--man=no", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_a_unit_that_is_wrong_would_be_noticed(folder: Path) -> None:
    unit = folder / "newsroom.service"
    unit.write_text(unit.read_text().replace("ProtectSystem=", "ProtectSysten="))
    done = subprocess.run(
        [program("systemd-analyze"), "verify", "--man=no", unit], capture_output=True, text=True, check=False
    )
    assert "ProtectSysten" in done.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_none_can_do_more_than_it_has_to(folder: Path, name: str) -> None:
    command = [program("systemd-analyze"), "security", "--offline=true", f"--threshold={MOST_EXPOSED}"]
    done = subprocess.run([*command, folder / name], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    unit = (UNITS / name).read_text()
    for line in ("User=newsroom", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes"):
        assert f"\n{line}\n" in unit
    assert "\nEnvironmentFile=/etc/newsroom/newsroom.env\n" in unit and "\nMemoryHigh=" in unit


def test_each_starts_a_command_there_is() -> None:
    started = {name: re.findall(r"^ExecStart=(.*)$", (UNITS / name).read_text(), re.M) for name in SERVICES}
    for name, commands in started.items():
        ((command,), word) = commands, name.removesuffix(".service").removeprefix("newsroom").lstrip("-")
        verb = {"": "serve", "check": "backup --check"}.get(word, word)
        assert command == f"{PYTHON} -m tools.unit {verb}"
        assert not word or verb.split()[0] in get_commands()


def test_every_timer_starts_a_service_there_is_and_is_switched_on_as_it_is_set_up() -> None:
    said = (ROOT / "docs" / "deploying.md").read_text()
    switched_on = [
        line.split() for line in said.splitlines() if line.startswith("systemctl enable --now newsroom")
    ]
    assert len(switched_on) == 2
    timers = {path.name for path in UNITS.glob("*.timer")}
    for line in switched_on:
        assert {word for word in line if word.endswith(".timer")} == timers
    assert {name.replace(".timer", ".service") for name in timers} <= set(SERVICES)


def test_varnish_is_started_as_debian_does_but_for_what_is_said(tmp_path: Path) -> None:
    program("varnishd")
    found = Path("/usr/lib/systemd/system/varnish.service")
    if not found.exists():
        pytest.skip("This Varnish brought no unit.")
    shutil.copy(found, tmp_path)
    shutil.copytree(UNITS / "varnish.service.d", tmp_path / "varnish.service.d")
    done = subprocess.run(
        [program("systemd-analyze"), "verify", "--man=no", tmp_path / "varnish.service"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert len(varnish_options()) == 6


def test_whoever_is_told_to_stop_the_server_stops_its_socket_too() -> None:
    """Else the next request has systemd start it again, in the middle of a restore."""
    pages = [path.read_text() for path in (ROOT / "docs").glob("*.md")]
    stops = [line for page in pages for line in re.findall(r"systemctl stop ([^`\n]+)", page)]
    of_the_server = [names.split() for names in stops if "newsroom" in names.split()]
    assert of_the_server
    assert all("newsroom.socket" in names for names in of_the_server)
