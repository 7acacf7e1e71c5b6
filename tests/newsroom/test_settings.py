"""Settings come from the environment, and what is wrong is refused with one sentence."""

import ast
import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from newsroom.environment import write_ahead_log_is_safe
from tests.environment import ROOT, VARIABLES

pytestmark = pytest.mark.processes

SECRET = "a-secret-that-is-long-enough-for-a-public-site-0123456789"
READ = "import json, sys; from django.conf import settings; print(json.dumps([{}], default=str))"

BUCKET = {
    "IMAGES_S3_BUCKET": "pictures",
    "IMAGES_S3_ENDPOINT": "https://s3.example.org",
    "IMAGES_S3_ACCESS_KEY": "key",
    "IMAGES_S3_SECRET_KEY": "secret",
}


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    clean |= {"NEWSROOM_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "newsroom.settings"} | variables
    return subprocess.run(
        [sys.executable, *command], env=clean, cwd=ROOT, capture_output=True, text=True, check=False
    )


def read(folder: Path, names: str, **variables: str) -> list:
    expressions = ", ".join(f"settings.{name}" for name in names.split())
    done = run(folder, "-c", READ.format(expressions), **{"SECRET_KEY": SECRET} | variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def documented() -> dict[str, str]:
    text = (ROOT / "docs" / "configuration.md").read_text()
    rows = re.findall(r"^\| ((?:`[A-Z0-9_]+`(?:, )?)+) \| ([^|]*) \|", text, re.MULTILINE)
    names = {name: default for cell, default in rows for name in re.findall(r"`([^`]+)`", cell)}
    return {name: default.strip() for name, default in names.items()}


def variables_read() -> set[str]:
    """Every variable named in a call that is handed the environment."""
    tree = ast.parse((ROOT / "newsroom" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) > 1]
    handed = [call for call in calls if isinstance(call.args[0], ast.Name) and call.args[0].id == "env"]
    return {call.args[1].value for call in handed if isinstance(call.args[1], ast.Constant)}


def test_the_documents_table_holds_exactly_the_variables_that_are_read():
    assert set(documented()) == variables_read() == set(VARIABLES)


def test_what_tools_and_commands_read_is_in_the_table_too():
    read = set()
    for folder in ("tools", "newsroom"):
        for path in (ROOT / folder).rglob("*.py"):
            read |= set(re.findall(r'\b(?:variable\(|text\(env, )"([A-Z0-9_]+)"', path.read_text()))
    assert {"ADMIN_PASSWORD", "HOST"} <= read
    assert read <= set(documented()) | {"ADMIN_USERNAME", "ADMIN_PASSWORD"}
    assert {"ADMIN_USERNAME", "ADMIN_PASSWORD"} <= set(
        re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "configuration.md").read_text())
    )


def test_which_set_up_needs_which_is_said_of_variables_there_are():
    text = (ROOT / "docs" / "configuration.md").read_text()
    table = text.partition("### Which set-up needs which")[2].partition("\n###")[0]
    assert set(re.findall(r"`([A-Z0-9_]{3,})`", table)) <= set(documented())


def test_the_documents_table_names_the_true_defaults(tmp_path):
    names = "HOST PORT SITE_NAME TIME_ZONE LANGUAGE_CODE"
    table = documented()
    assert [str(value) for value in read(tmp_path, names)] == [
        table[name].strip("`") for name in names.split()
    ]
    site_url, debug, database, backend = read(tmp_path, "SITE_URL DEBUG DATABASES EMAIL_BACKEND")
    assert site_url in table["SITE_URL"]
    assert debug is False
    assert database["default"]["NAME"] == str(tmp_path / "newsroom.sqlite3")
    assert "console" in backend


def test_secrets_can_stand_in_files(tmp_path):
    (tmp_path / "key").write_text(f"{SECRET}-in-a-file\n")
    (tmp_path / "local.env").write_text(f"SECRET_KEY={SECRET}\n")
    files = {"SECRET_KEY": "", "SECRET_KEY_FILE": str(tmp_path / "key")}
    assert read(tmp_path, "SECRET_KEY", **files) == [f"{SECRET}-in-a-file"], "it wins over local.env"
    (tmp_path / "switch").write_text("Yes\n")
    assert read(tmp_path, "FETCH_PAGES", FETCH_PAGES_FILE=str(tmp_path / "switch")) == [True]


@pytest.mark.parametrize(
    ("places", "hosts", "ports"),
    [
        ("db1,db2", "db1,db2", "5432,5432"),
        ("user:p%40ss@db1:5432,db2.example.org:5433", "db1,db2.example.org", "5432,5433"),
        ("user@[::1]:5433,10.0.0.2", "::1,10.0.0.2", "5433,5432"),
    ],
)
def test_of_several_servers_only_the_one_that_is_written_to_is_asked(tmp_path, places, hosts, ports):
    [found] = read(tmp_path, "DATABASES", DATABASE_URL=f"postgresql://{places}/newsroom?sslmode=require")
    database = found["default"]
    assert (database["HOST"], database["PORT"], database["NAME"]) == (hosts, ports, "newsroom")
    assert database["OPTIONS"]["target_session_attrs"] == "read-write"
    assert database["OPTIONS"]["tcp_user_timeout"] <= 10_000, "a machine without power keeps nobody waiting"
    assert database["OPTIONS"]["sslmode"] == "require"


def test_a_bucket_without_its_packages_names_the_file_to_install(tmp_path):
    hidden = "import sys; sys.modules['boto3'] = None; import importlib.util as util; found = util.find_spec"
    code = f"{hidden}; util.find_spec = lambda name: None if name == 'boto3' else found(name)"
    done = run(tmp_path, "-c", f"{code}; {READ.format('settings.DEBUG')}", **BUCKET | {"SECRET_KEY": SECRET})
    assert "pip install --require-hashes -r requirements-fleet.txt" in done.stderr.splitlines()[-1]
    assert (ROOT / "requirements-fleet.txt").exists()


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"PORT": "eighty"}, "PORT is “eighty”"),
        ({"PORT": "70000"}, "PORT is “70000”"),
        ({"SITE_URL": "news.example.org"}, "SITE_URL is “news.example.org”"),
        ({"SITE_URL": "https://example.org/news"}, "must end after the host"),
        ({"SITE_URL": "http://[::1"}, "must be a full web address"),
        ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE is “Mars/Olympus”"),
        ({"TIME_ZONE": "../../etc/passwd"}, "TIME_ZONE is"),
        ({"LANGUAGE_CODE": "xx"}, "LANGUAGE_CODE is “xx”"),
        ({"DATABASE_URL": "oracle://a/b"}, "DATABASE_URL is not a database"),
        ({"DATABASE_URL": "postgresql://"}, "DATABASE_URL is not a database"),
        ({"DATABASE_URL": "postgresql://u@one,two:no/x"}, "DATABASE_URL is not a database"),
        ({"DATABASE_URL": "postgresql://u@one,/x"}, "DATABASE_URL is not a database"),
        ({"DATABASE_URL": "postgresql://one,two/x?target_session_attrs=any"}, "it must be read-write"),
        ({"DATABASE_URL_FILE": "/nowhere"}, "DATABASE_URL_FILE is “/nowhere”, which is not there"),
        ({"SECRET_KEY_FILE": "/etc/hostname"}, "SECRET_KEY and SECRET_KEY_FILE are both set"),
        ({"DATABASE_URL": "sqlite://:memory:"}, "DATABASE_URL names no file"),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}, "that folder does not exist"),
        ({"EMAIL_URL": "pigeon"}, "EMAIL_URL is not an address"),
        ({"EMAIL_URL": "smtp://mail.example.org:post"}, "EMAIL_URL is not an address"),
        ({"EMAIL_URL": "smtp://mail.example.org:25?timeout=soon"}, "EMAIL_URL is not an address"),
        ({"EMAIL_URL": "smtp://[::1"}, "EMAIL_URL is not an address"),
        ({"PROXY_COUNT": "some"}, "PROXY_COUNT is “some”"),
        ({"PROXY_COUNT": "-1"}, "PROXY_COUNT is “-1”"),
        ({"DEBUG": "perhaps"}, "DEBUG is “perhaps”"),
        ({"DEMO": "perhaps"}, "DEMO is “perhaps”"),
        ({"SITE_URL": "https://example.org", "SECRET_KEY": "short"}, "SECRET_KEY is too easy to guess"),
        ({"SITE_URL": "https://example.org", "SECRET_KEY": "a" * 60}, "SECRET_KEY is too easy to guess"),
        ({"SITE_URL": "https://example.org", "DEBUG": "on"}, "DEBUG is on"),
        ({"HOST": "0.0.0.0", "DEBUG": "on"}, "DEBUG is on, but HOST 0.0.0.0 can be reached"),
        ({"HOST": "::", "SECRET_KEY": "x"}, "SECRET_KEY is too easy to guess"),
        (BUCKET | {"IMAGES_S3_BUCKET": ""}, "IMAGES_S3_BUCKET does not say which bucket"),
        (BUCKET | {"IMAGES_S3_BUCKET": "s3://pictures"}, "it must be a bucket’s name alone"),
        (BUCKET | {"IMAGES_S3_ENDPOINT": ""}, "says nothing of where it is"),
        (BUCKET | {"IMAGES_S3_ENDPOINT": "s3.example.org"}, "IMAGES_S3_ENDPOINT is “s3.example.org”"),
        (BUCKET | {"IMAGES_S3_ENDPOINT": "https://s3.example.org/pictures"}, "without a path"),
        (BUCKET | {"IMAGES_S3_ACCESS_KEY": ""}, "IMAGES_S3_ACCESS_KEY is missing"),
        (BUCKET | {"IMAGES_S3_SECRET_KEY": ""}, "IMAGES_S3_SECRET_KEY is missing"),
        (BUCKET | {"IMAGES_S3_PREFIX": "../x y"}, "IMAGES_S3_PREFIX is"),
        ({"HOST": "192.168.1.5", "SITE_URL": "http://localhost", "DEBUG": "on"}, "DEBUG is on"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path, variables, sentence):
    code = f"{READ.format('')}; {READ.format('settings.DEBUG')}"
    done = run(tmp_path, "-c", code, **{"SECRET_KEY": SECRET} | variables)
    assert done.stdout == "[]\n", "nothing is read before it is needed"
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("newsroom.environment.reading.SettingsError: ")
    assert sentence in last


def test_a_new_database_starts_with_the_demo_unless_told_otherwise(tmp_path):
    assert read(tmp_path, "DEMO") == [True]
    assert read(tmp_path, "DEMO", DEMO="no") == [False]
    with (tmp_path / "local.env").open("a") as kept:
        kept.write("\nDEMO=off\n")
    assert read(tmp_path, "DEMO") == [False]


def test_on_this_machine_alone_the_programs_insides_may_be_shown(tmp_path):
    for host in ("", "localhost", "127.0.0.1", "::1"):
        assert read(tmp_path, "DEBUG", DEBUG="on", SECRET_KEY="short", HOST=host) == [True]


def test_a_command_says_it_without_a_traceback(tmp_path):
    done = run(tmp_path, "manage.py", "migrate")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("SECRET_KEY is missing: run “make setup”")
    assert done.stderr.count("\n") == 1


def test_the_server_refuses_as_improperly_configured(tmp_path):
    code = (
        "from django.core.exceptions import ImproperlyConfigured\n"
        "try:\n    import newsroom.wsgi\nexcept ImproperlyConfigured as problem:\n    print(problem)"
    )
    assert run(tmp_path, "-c", code).stdout.startswith("SECRET_KEY is missing")


def test_local_env_is_read_and_the_environment_wins(tmp_path):
    (tmp_path / "local.env").write_text(f"SECRET_KEY={SECRET}-kept\nSITE_NAME=Kept\nPORT=9001\n")
    kept, name, url = read(tmp_path, "SECRET_KEY SITE_NAME SITE_URL", SITE_NAME="Given")
    assert kept == SECRET  # the environment's
    assert name == "Given"
    assert url == "http://127.0.0.1:9001"
    done = run(tmp_path, "-c", READ.format("settings.SECRET_KEY"))
    assert json.loads(done.stdout) == [f"{SECRET}-kept"]


@pytest.mark.parametrize("empty", ["", "  "])
def test_a_variable_that_is_empty_hides_no_line_of_local_env(tmp_path, empty):
    (tmp_path / "local.env").write_text(f"SECRET_KEY={SECRET}\nSITE_NAME=Kept\n")
    assert read(tmp_path, "SECRET_KEY SITE_NAME", SECRET_KEY=empty, SITE_NAME=empty) == [SECRET, "Kept"]


def test_a_local_env_that_is_no_text_is_said_in_a_sentence(tmp_path):
    (tmp_path / "local.env").write_bytes("SITE_NAME=Café\n".encode("latin-1"))
    done = run(tmp_path, "manage.py", "check", SECRET_KEY=SECRET)
    assert done.returncode == 1
    assert (done.stdout + done.stderr).strip().endswith("save it as plain text in UTF-8.")
    assert "Traceback" not in done.stderr


def test_https_turns_on_everything_that_needs_it(tmp_path):
    names = (
        "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SECURE_SSL_HOST "
        "ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS"
    )
    *switches, host, hosts, origins = read(tmp_path, names, SITE_URL="https://News.Example.org/")
    assert all(switches)
    assert host == "news.example.org"
    assert hosts == ["127.0.0.1", "[::1]", "localhost", "news.example.org"]
    assert origins == ["https://news.example.org"]
    assert read(tmp_path, "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT") != [True] * 3


def test_a_wildcard_host_lets_no_host_name_in(tmp_path):
    assert read(tmp_path, "ALLOWED_HOSTS SITE_URL", HOST="0.0.0.0") == [
        ["127.0.0.1", "[::1]", "localhost"],
        "http://127.0.0.1:8000",
    ]


def test_a_folder_with_odd_characters_holds_the_database(tmp_path):
    folder = tmp_path / "a b#c?d%20é"
    folder.mkdir()
    [databases] = read(folder, "DATABASES")
    assert databases["default"]["NAME"] == str(folder / "newsroom.sqlite3")


def test_postgresql_connections_are_kept_and_tried(tmp_path):
    [databases] = read(tmp_path, "DATABASES", DATABASE_URL="postgresql://u:p@db.example.org:5433/news")
    found = databases["default"]
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", 5433, "news")
    assert found["CONN_HEALTH_CHECKS"] is True
    assert found["CONN_MAX_AGE"] == 60


def test_the_deployment_check_is_clean(tmp_path):
    variables = {"SECRET_KEY": SECRET, "SITE_URL": "https://news.example.org"}
    check = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    done = run(tmp_path, *check, **variables, PROXY_COUNT="1")
    assert done.returncode == 0, done.stderr
    done = run(tmp_path, *check, **variables)
    assert "Set PROXY_COUNT to the number of proxies" in done.stderr


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "ssl", "tls", "is_set_up"),
    [
        (
            "submission://news%40example.org:p@m.example.org:587",
            "m.example.org",
            587,
            True,
            False,
            True,
            True,
        ),
        (
            "smtp://news%40example.org:p@m.example.org:465?ssl=True",
            "m.example.org",
            465,
            True,
            True,
            False,
            True,
        ),
        ("smtp://localhost:25", "localhost", 25, False, False, False, True),
        ("file:////tmp/newsroom-mail", None, None, False, False, False, True),
        ("console://", None, None, False, False, False, False),
        ("", None, None, False, False, False, False),
        ("dummy://", None, None, False, False, False, False),
    ],
)
def test_the_documents_examples_of_mail_servers(tmp_path, url, host, port, user, ssl, tls, is_set_up):
    names = (
        "EMAIL_HOST EMAIL_PORT EMAIL_HOST_USER EMAIL_USE_SSL EMAIL_USE_TLS EMAIL_IS_SET_UP EMAIL_FILE_PATH"
    )
    found = read(tmp_path, names, EMAIL_URL=url)
    assert found[:2] == [host, port]
    assert found[2] == ("news@example.org" if user else None)
    assert found[3:6] == [ssl, tls, is_set_up]
    if url.startswith("file:"):
        assert found[6] == "/tmp/newsroom-mail"
    text = (ROOT / "docs" / "configuration.md").read_text()
    assert url.partition("@m")[0] in text or not is_set_up


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_is_safe(version, safe):
    assert write_ahead_log_is_safe(version) is safe


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite")
def test_sqlite_is_asked_to_keep_what_it_acknowledged():
    journal = "wal" if write_ahead_log_is_safe(sqlite3.sqlite_version_info) else "delete"
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == (journal,)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
    assert connection.transaction_mode == "IMMEDIATE"
    assert Path(connection.settings_dict["NAME"]).is_file()


def test_links_lead_to_the_port_last_served_on(tmp_path):
    (tmp_path / "served-port").write_text("9301\n")
    assert read(tmp_path, "SITE_URL") == ["http://127.0.0.1:9301"]
    assert read(tmp_path, "SITE_URL", PORT="9001") == ["http://127.0.0.1:9001"]
    assert read(tmp_path, "SITE_URL", SITE_URL="https://news.example.org") == ["https://news.example.org"]


@pytest.mark.parametrize("kept", ["", "eighty", "70000", "٣", "\x00"])
def test_a_damaged_note_of_the_port_is_passed_over(tmp_path, kept):
    (tmp_path / "served-port").write_text(kept)
    assert read(tmp_path, "SITE_URL") == ["http://127.0.0.1:8000"]


def test_how_long_a_locked_sqlite_file_is_waited_for_can_be_said_in_its_address(tmp_path):
    address = f"sqlite:///{tmp_path}/newsroom.sqlite3?timeout="
    (databases,) = read(tmp_path, "DATABASES", DATABASE_URL=f"{address}2")
    assert databases["default"]["OPTIONS"]["timeout"] == 2
    done = run(
        tmp_path, "-c", READ.format("settings.DATABASES"), SECRET_KEY=SECRET, DATABASE_URL=f"{address}x"
    )
    assert "DATABASE_URL has “timeout=x”" in done.stderr
