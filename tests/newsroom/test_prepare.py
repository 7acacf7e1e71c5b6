"""`manage.py prepare`: the first login, and what is printed about it."""

from datetime import timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from articles.models import Article
from demo.models import DemoRow
from newsroom.releases import belongs_to_another_release
from tests.factories import make_article, make_user

pytestmark = pytest.mark.same_on_both


@pytest.fixture
def local(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    (tmp_path / "local.env").write_text("ADMIN_USERNAME=ada\nADMIN_PASSWORD=first-password\n")
    return tmp_path


def prepare(*arguments: str) -> str:
    output = StringIO()
    call_command("prepare", *arguments, stdout=output)
    return output.getvalue()


@pytest.mark.on_both
@pytest.mark.django_db
def test_the_first_login_is_made_once_and_a_new_password_stays(local):
    assert "ada, password first-password" in prepare()
    user = get_user_model().objects.get(username="ada")
    assert user.is_superuser
    assert user.is_staff
    again = prepare()
    assert "first-password" not in again, "a log keeps what every start prints"
    assert f"ada, with the password kept in {local}/local.env" in again
    user.set_password("chosen-since")
    user.save()
    printed = prepare()
    assert "first-password" not in printed
    assert "the password you have chosen since" in printed
    user.refresh_from_db()
    assert user.check_password("chosen-since")


@pytest.mark.django_db
def test_a_public_site_prints_no_password(local, settings):
    settings.PRODUCTION = True
    printed = prepare()
    assert "first-password" not in printed
    assert str(local / "local.env") in printed


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["-env/lib", "/env/lib", "/.venv/lib"])
def test_packages_may_have_had_migrations_that_are_no_more(folder, settings, monkeypatch):
    monkeypatch.setattr(apps.get_app_config("axes"), "path", f"{settings.BASE_DIR}{folder}/axes")
    MigrationRecorder(connection).record_applied("axes", "9999_of_another_version")
    MigrationRecorder(connection).record_applied("removed", "0001_initial")
    assert not belongs_to_another_release()


@pytest.mark.django_db
def test_a_release_is_told_by_whichever_way_its_folder_is_named(tmp_path, settings, monkeypatch):
    (tmp_path / "current").symlink_to(settings.BASE_DIR)
    monkeypatch.setattr(apps.get_app_config("articles"), "path", str(tmp_path / "current" / "articles"))
    assert not belongs_to_another_release()
    MigrationRecorder(connection).record_applied("articles", "0099_of_another_release")
    assert belongs_to_another_release()


@pytest.mark.on_both
@pytest.mark.django_db
def test_a_database_of_another_release_is_left_alone_and_told_in_one_sentence(local):
    with connection.cursor() as cursor:
        MigrationRecorder(connection).record_applied("newsroom", "0001_groups")
        cursor.execute("SELECT count(*) FROM django_migrations")
        before = cursor.fetchone()
        with pytest.raises(CommandError, match="made by an older Newsroom") as refusal:
            prepare()
        cursor.execute("SELECT count(*) FROM django_migrations")
        assert cursor.fetchone() == before
    assert f"To start anew, move “{local}” away" in str(refusal.value)
    assert not get_user_model().objects.exists()


@pytest.mark.django_db
def test_without_a_kept_login_none_is_made(local):
    (local / "local.env").unlink()
    assert "Login" not in prepare()
    assert not get_user_model().objects.exists()


@pytest.mark.django_db
def test_a_new_database_gets_the_demo_newsroom_once(local, settings):
    settings.DEMO = True
    printed = prepare().splitlines()
    assert [line for line in printed if line.startswith("Loaded the demo newsroom (10 articles, 8 people")]
    assert printed.index("Site:   http://127.0.0.1:8000/") == 1, "what a start prints stays short"
    assert DemoRow.objects.exists()
    assert "Loaded" not in prepare()
    DemoRow.objects.all().delete()
    assert "Loaded" not in prepare(), "what was taken away does not come back"


@pytest.mark.django_db
def test_a_start_stopped_before_the_first_login_does_not_load_twice(local, settings):
    settings.DEMO = True
    call_command("demo", stdout=StringIO())
    assert "Loaded" not in prepare()
    assert get_user_model().objects.count() == 1


@pytest.mark.on_both
@pytest.mark.django_db
@pytest.mark.parametrize("made", [make_user, make_article])
def test_a_newsroom_that_has_begun_gets_no_demo(local, settings, made):
    settings.DEMO = True
    made()
    assert "Loaded" not in prepare()
    assert not DemoRow.objects.exists()


@pytest.mark.django_db
def test_without_the_demo_a_new_database_starts_empty(local, settings):
    settings.DEMO = False
    assert "Loaded" not in prepare()
    assert not Article.objects.exists()


@pytest.mark.on_both
@pytest.mark.django_db
def test_failed_logins_too_old_to_count_are_forgotten(local):
    AccessAttempt.objects.create(username="ada", failures_since_start=3)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(hours=1))
    prepare()
    assert not AccessAttempt.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("https", "proxies", "warned"), [(True, 0, True), (True, 1, False), (False, 0, False)]
)
def test_a_start_warns_where_a_stranger_could_lock_everybody_out(local, settings, https, proxies, warned):
    settings.HTTPS, settings.PROXY_COUNT = https, proxies
    assert ("PROXY_COUNT is 0" in prepare()) is warned


@pytest.mark.django_db
def test_it_says_where_the_server_listens_only_where_one_is_started(local, settings):
    settings.SITE_URL, settings.HOST, settings.PORT = "https://news.example.org", "127.0.0.1", 8123
    assert "Listening" not in prepare()
    assert "Listening on http://127.0.0.1:8123" in prepare("--serving")
