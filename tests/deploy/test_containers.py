"""The container files: each line is tried as far as that goes without a container, and names what there is.

No image is fetched and no container runs here: docs/deploying.md says so too.
"""

import fnmatch
import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from tests.databases import place_of
from tests.deploy.programs import HOST, SECRET, an_origin, ask, program, running
from tests.environment import ON_POSTGRESQL, ROOT, VARIABLES
from tests.sites import Site, free_port
from tests.soaking import SOAK

pytestmark = [pytest.mark.processes]

OURS = ("prepare", "app1", "app2", "worker", "backup")
LEFT_OUT = ("-m venv", "pip install", "apt-get", "useradd", "install -d")
"""What needs the network or another system: it is read here, and not run."""


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


def instructions() -> list[tuple[str, str, str]]:
    """Return the stage, the word and the rest of each instruction of the Containerfile."""
    found, stage = [], ""
    for line in (ROOT / "Containerfile").read_text().splitlines():
        if line and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            stage = rest.rpartition(" AS ")[2] if word == "FROM" else stage
            found.append((stage, word, rest))
    return found


def words(stage: str, word: str) -> list[str]:
    return [rest for at, is_word, rest in instructions() if (at, is_word) == (stage, word)]


def is_let_in(path: str) -> bool:
    """Tell whether a file comes into the image, by the rules of .containerignore."""
    is_in = True
    for line in (ROOT / ".containerignore").read_text().splitlines():
        pattern = line.removeprefix("!")
        if not line or line.startswith("#"):
            continue
        parts = [path, *(str(parent) for parent in Path(path).parents)][:-1]
        if pattern.startswith("**/"):
            matches = any(fnmatch.fnmatch(Path(part).name, pattern[3:]) for part in parts)
        else:
            matches = any(fnmatch.fnmatch(part, pattern) for part in parts)
        if matches:
            is_in = line.startswith("!")
    return is_in


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Do in a folder what the stage “build” does, with the packages that are installed here."""
    app = tmp_path_factory.mktemp("image") / "app"
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    for path in filter(is_let_in, listed.stdout.splitlines()):
        (app / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, app / path)
    (app / ".venv").symlink_to(sys.prefix)
    for command in words("build", "RUN"):
        if not any(left in command for left in LEFT_OUT):
            here = command.replace("DIR=/tmp ", f"DIR={app.parent} ").replace("/app", str(app))
            subprocess.run(["sh", "-c", here], cwd=app, env=clean(), check=True, timeout=300)
    return app


def clean(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in VARIABLES} | more


def of_the_image(app: Path, data: Path) -> dict[str, str]:
    """Return the environment that ENV gives, with folders of this machine and a free port."""
    given = dict(pair.split("=", 1) for pair in words("newsroom", "ENV")[0].split())
    given |= {"NEWSROOM_DATA_DIR": str(data), "STATIC_DIR": str(app / "collected")}
    return clean(**given | {"HOST": "127.0.0.1", "PORT": str(free_port())})


def contents(folder: Path) -> dict[str, float]:
    return {
        str(path): path.lstat().st_mtime
        for path in folder.rglob("*")
        if path.is_file() and ".venv" not in path.parts
    }


def test_what_comes_into_the_image_is_what_newsroom_runs_with(image: Path) -> None:
    assert (image / "manage.py").exists() and (image / "deploy" / "varnish" / "in-containers").exists()
    for kept_out in ("tests", "benchmarks", ".git", "var", "local.env", "requirements-dev.txt"):
        assert not (image / kept_out).exists(), kept_out
    assert (ROOT / ".dockerignore").read_text() == (ROOT / ".containerignore").read_text()
    assert not is_let_in("secrets/secret_key") and not is_let_in(".env") and not is_let_in("var/local.env")
    assert (image / "collected" / "staticfiles.json").exists(), "static files come along"


@pytest.mark.same_on_both
@pytest.mark.skipif(ON_POSTGRESQL, reason="it has a file of its own as its database")
def test_it_starts_as_the_file_says_and_writes_into_its_data_alone(
    image: Path, site_template: Site, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("a-secret-that-is-long-enough-for-a-public-site-0123456789")
    (tmp_path / "password").write_text("a password for tests")
    data = tmp_path / "data"
    data.mkdir()
    if not SOAK:
        # The migrations of an empty database take ten seconds; here they have all been done.
        shutil.copy(place_of("migrated"), data / "newsroom.sqlite3")
    environment = of_the_image(image, data)
    environment |= {"SECRET_KEY_FILE": str(tmp_path / "key"), "SITE_URL": "https://news.example.org"}
    (entry,) = [yaml.safe_load(rest) for rest in words("newsroom", "ENTRYPOINT")]
    (command,) = [yaml.safe_load(rest) for rest in words("newsroom", "CMD")]
    entry[0] = entry[0].replace("/app", str(image))
    before = contents(image)
    first = environment | {"ADMIN_USERNAME": "admin", "ADMIN_PASSWORD_FILE": str(tmp_path / "password")}
    done = subprocess.run([*entry, "prepare"], cwd=image, env=first, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "a password for tests" not in done.stdout
    port = int(environment["PORT"])
    live = yaml.safe_load(words("newsroom", "HEALTHCHECK")[0].partition("CMD ")[2])
    live[0] = entry[0]
    assert subprocess.run(live, cwd=image, env=environment, check=False).returncode == 1, "nobody is there"
    with in_a_folder(image, environment, [*entry, *command], port, log=tmp_path / "log"):
        assert subprocess.run(live, cwd=image, env=environment, check=False).returncode == 0
        assert asked(port, "/health/").status == 200
        page = asked(port, "/").read().decode()
        [sheet] = re.findall(r'href="(/static/newsroom/[^"]+\.css)"', page)[:1]
        assert asked(port, sheet).status == 200
    assert contents(image) == before, "a root file system that cannot be written is enough"


@contextmanager
def in_a_folder(
    folder: Path, environment: dict[str, str], command: list[str], port: int, *, log: Path
) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            try:
                asked(port, "/health/live/")
                break
            except OSError:
                time.sleep(0.1)
        assert process.poll() is None, log.read_text()
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def asked(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1, 127.0.0.1"}
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def test_no_layer_holds_a_secret_and_nobody_is_root() -> None:
    for stage, word, rest in instructions():
        if word in ("ENV", "ARG"):
            assert not re.search("SECRET|PASSWORD|KEY", rest), rest
        if word == "COPY" and not rest.startswith("--from="):
            assert all((ROOT / part).exists() for part in rest.split()[:-1]), rest
        if word == "RUN" and "SECRET_KEY" in rest:
            assert stage == "build" and "SECRET_KEY=for-collecting-only " in rest
    for stage in ("newsroom", "varnish", "caddy"):
        assert words(stage, "USER") not in ([], ["root"], ["0"])
    assert "--require-hashes -r requirements-fleet.txt" in words("build", "RUN")[1]
    assert instructions()[-1][1:] == ("FROM", "newsroom"), "what is built without a target"


def test_compose_names_what_there_is(compose: Any) -> None:
    stages = {stage for stage, _word, _rest in instructions()}
    known = set(VARIABLES) | {"ADMIN_USERNAME", "ADMIN_PASSWORD"}
    for name, service in compose["services"].items():
        if "build" in service:
            assert service["build"]["target"] in stages
            assert service["read_only"] and service["cap_drop"] == ["ALL"]
            assert any(place.startswith("/tmp") for place in service["tmpfs"])
        for volume in service.get("volumes", ()):
            assert volume.partition(":")[0] in compose["volumes"]
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        for variable, value in service.get("environment", {}).items():
            if name in OURS:
                assert variable.removesuffix("_FILE") in known, variable
            if variable.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"], variable
        assert set(service.get("depends_on", ())) <= set(compose["services"])
    for name in OURS:
        service = compose["services"][name]
        for command in service.get("command", ["serve"]):
            called = re.findall(r"tools\.unit (\w+)", command) or [command]
            assert set(called) <= set(get_commands()) | {"serve"}, command
    used = {secret for service in compose["services"].values() for secret in service.get("secrets", ())}
    assert used == set(compose["secrets"])
    data = [compose["services"][name]["volumes"][0] for name in ("app1", "app2", "worker")]
    assert len(set(data)) == 3, "what counts changes is each one's own"


def test_compose_holds_no_secret_and_publishes_nothing_but_the_front(compose: Any) -> None:
    published = {name for name, service in compose["services"].items() if "ports" in service}
    assert published == {"caddy"}
    for service in compose["services"].values():
        for variable, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD", variable) and not variable.endswith("_FILE"):
                assert value.startswith("${"), variable
    assert "secrets/" in (ROOT / ".gitignore").read_text() and ".env" in (ROOT / ".gitignore").read_text()


def test_varnish_starts_with_its_rules_filled_in(tmp_path: Path) -> None:
    program("varnishd")
    (tmp_path / "secret").write_text(SECRET)
    port = free_port()
    with an_origin() as origin:
        variables = {
            "NEWSROOM_HOST": "127.0.0.1",
            "NEWSROOM_PORT": str(origin.port),
            "SITE_HOST": "paper.example.net",
            "PURGE_SECRET_FILE": str(tmp_path / "secret"),
            "WORK": str(tmp_path),
            "LISTEN": f"127.0.0.1:{port}",
        }
        script = ["env", *(f"{name}={value}" for name, value in variables.items())]
        script += ["sh", str(ROOT / "deploy" / "varnish" / "in-containers")]
        kept = {"Cache_Control": "public, max-age=0, s-maxage=60", "Surrogate_Key": "a"}
        origin.says("/", "One", **kept)
        with running(script, port, log=tmp_path / "log"):
            for _time in range(2):
                assert ask(port, "/", host="paper.example.net").text == "One"
            assert origin.count("/") == 1
            assert ask(port, "/", host="news.example.org").status == 421
            assert ask(port, "/", method="PURGE", X_Purge_Secret="wrong", X_Purge_Hard="a").status == 403
            assert ask(port, "/", method="PURGE", X_Purge_Secret=SECRET, X_Purge_Hard="a").status == 200
            ask(port, "/", host="paper.example.net")
            assert origin.count("/") == 2
    assert "yours" not in "".join(
        line for line in (tmp_path / "newsroom.vcl").read_text().splitlines() if "127.0.0.1:8000" in line
    )


def test_caddy_asks_both_and_goes_on_with_one(tmp_path: Path) -> None:
    if shutil.which("caddy") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "Caddy is not installed: on Debian and Ubuntu “sudo apt-get install caddy”"
        )
    port = free_port()
    with an_origin() as one, an_origin() as other:
        for origin, text in ((one, "one"), (other, "other")):
            origin.says("/", text, Cache_Control="no-store")
        variables = {
            "SITE_HOST": HOST,
            "SITE_AT": f"http://{HOST}:{port}",
            "BEHIND": f"127.0.0.1:{one.port} 127.0.0.1:{other.port}",
            "WORK": str(tmp_path),
            "XDG_DATA_HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path),
        }
        script = ["env", *(f"{name}={value}" for name, value in variables.items())]
        script += ["sh", str(ROOT / "deploy" / "caddy" / "in-containers")]
        with running(script, port, log=tmp_path / "log"):
            assert {ask(port, "/").text for _time in range(6)} == {"one", "other"}
            one.says("/health/", "not ready", status=503)
            deadline = time.monotonic() + 15
            while {ask(port, "/").text for _time in range(4)} != {"other"}:
                assert time.monotonic() < deadline
                time.sleep(0.2)
