"""Settings: one file; everything that varies comes from the environment (docs/configuration.md)."""

import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from environs import Env
from js_asset import static_lazy
from whitenoise.compress import Compressor

from newsroom import environment
from newsroom.buckets import bucket
from newsroom.log_set_up import log_of

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()

DATA_DIR = (BASE_DIR / environment.text(env, "NEWSROOM_DATA_DIR", "var")).resolve()
# What `make setup` keeps for this machine; the real environment wins.
environment.read_kept(env, DATA_DIR / "local.env")

HOST = environment.text(env, "HOST", "127.0.0.1")
# A command run later prints links to the site as it was served last.
PORT = environment.port(env, "PORT", environment.served_port(DATA_DIR / "served-port", default="8000"))
SITE_URL = environment.site_url(env, "SITE_URL", host=HOST, port=PORT)
SITE_NAME = environment.text(env, "SITE_NAME", "Newsroom")
DEMO = environment.flag(env, "DEMO", default=True)
SITE_HOST = urlsplit(SITE_URL).hostname or ""
PRODUCTION = not environment.is_loopback(SITE_HOST)
# Whoever can reach the address listened on can reach the site, whatever address readers are given.
REACHED_AT = SITE_URL if PRODUCTION else "" if environment.is_loopback(HOST) else f"HOST {HOST}"
# How many requests each process of the server answers at a time; a body holds one while it arrives.
THREADS = environment.threads(env, "THREADS", "4")
# For how long a server still answers once it was told to stop; tools/server.py reads it by itself.
DRAIN_SECONDS = environment.between(env, "DRAIN_SECONDS", "0", least=0, most=999)
HTTPS = SITE_URL.startswith("https:")
PROXY_COUNT = environment.count(env, "PROXY_COUNT")
# Which caches in front are told what has changed, by which headers they know a page, how long they keep it.
PURGE_TARGETS = [
    *environment.varnishes(env, "PURGE_VARNISH", secret=environment.text(env, "PURGE_VARNISH_SECRET", "")),
    *environment.told_by_request(
        env,
        "PURGE_URL",
        method=environment.text(env, "PURGE_METHOD", "POST"),
        headers=environment.header_templates(env, "PURGE_HEADERS"),
        body=environment.text(env, "PURGE_BODY", ""),
        secret=environment.text(env, "PURGE_SECRET", ""),
        at_once=environment.between(env, "PURGE_WORDS_AT_ONCE", "100", least=1, most=1000),
        most=environment.between(env, "PURGE_MOST_WORDS", "5000", least=1, most=5000),
    ),
]
PURGE_LABELS = environment.header_templates(
    env, "PURGE_LABELS", '{"Surrogate-Key": "{words}", "Cache-Tag": "{commas}"}'
)
PURGE_LABEL_BYTES = environment.between(env, "PURGE_LABEL_BYTES", "3000", least=1000, most=8000)
PROXY_SECONDS = environment.seconds_in_front(env, "PROXY_SECONDS", "60", can_purge=bool(PURGE_TARGETS))
# Whether a pasted address is read for its title: then the server asks hosts that a colleague names.
FETCH_PAGES = environment.flag(env, "FETCH_PAGES")

# Where `manage.py backup` keeps backups, and how many; what it needs for storage that speaks S3.
BACKUP_TARGET = environment.text(env, "BACKUP_TARGET", "")
BACKUP_KEEP = environment.text(env, "BACKUP_KEEP", "7d 4w 12m")
BACKUP_S3 = {
    "endpoint": environment.text(env, "BACKUP_S3_ENDPOINT", ""),
    "region": environment.text(env, "BACKUP_S3_REGION", ""),
    "key": environment.text(env, "BACKUP_S3_KEY", ""),
    "secret": environment.text(env, "BACKUP_S3_SECRET", ""),
}
# A streaming replica to read a backup from, instead of the database that is written to.
BACKUP_DATABASE = environment.database_to_read(env, "BACKUP_DATABASE_URL", base_dir=BASE_DIR)
# Where pg_dump and pg_restore are, should they be neither on the PATH nor where systems put them.
POSTGRESQL_BIN = environment.text(env, "POSTGRESQL_BIN", "")

SECRET_KEY = environment.secret_key(
    env, "SECRET_KEY", reachable=bool(REACHED_AT), kept_in=DATA_DIR / "local.env"
)
DEBUG = environment.flag(env, "DEBUG")
if DEBUG and REACHED_AT:
    raise environment.SettingsError(
        f"DEBUG is on, but {REACHED_AT} can be reached by others, who would see the program's insides: "
        "turn DEBUG off, or set SITE_URL and HOST to an address only this machine uses, such as 127.0.0.1."
    )
# How many MiB of finished pages each process of the server keeps. Where templates are edited, and by
# `runserver`, every page is made when it is asked for.
FINISHED_PAGES_WANTED = environment.mebibytes(env, "FINISHED_PAGES", "16")
FINISHED_PAGES = 0 if DEBUG or Path(sys.argv[0]).name == "manage.py" else FINISHED_PAGES_WANTED
ALLOWED_HOSTS = environment.allowed_hosts(site_url=SITE_URL, host=HOST)

INSTALLED_APPS = [
    "jobs",
    "accounts",
    "publishing",
    "images",
    "references",
    "profiles",
    "articles",
    "pages",
    "masthead",
    "reading",
    "moving",
    "purging",
    "colleagues",
    "operating",
    "desk",
    "newsroom",
    "demo",
    "publishing.apps.TaggingLibrary",
    "django_prose_editor",
    "csp",
    "axes",
    "desk.admin_config.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

# Fields of words are ours: they take the direction of what is typed.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

MIGRATION_MODULES = {"taggit": None}

MIDDLEWARE = [
    "newsroom.logs.request_log",
    "newsroom.moments.one_moment",
    "masthead.frame.site_of_request",
    "newsroom.limits.doors.Limits",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.headers.permissions_policy",
    "csp.middleware.CSPMiddleware",
    "newsroom.public_answers.public_answers",
    "newsroom.bodies.Bodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "colleagues.second_factor.gate.Authentication",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsroom.locale.admin_locale",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "newsroom.limits.doors.ColleagueLimits",
    "newsroom.faults.Refusals",
    "moving.leading.old_addresses",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
AUTH_USER_MODEL = "accounts.User"

# A newsroom's own templates and static files are searched first.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "local" / "templates", BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "masthead.site_context.site",
            ],
        },
    }
]

DATABASES = {"default": environment.database(env, "DATABASE_URL", data_dir=DATA_DIR, base_dir=BASE_DIR)}
# Whether PostgreSQL is asked to keep the plans of readers' pages (publishing/prepared.py).
PREPARED_STATEMENTS = environment.flag(env, "PREPARED_STATEMENTS", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# After NIST SP 800-63B: long, none that others would guess, and nothing else (colleagues/password_rules.py).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    *({"NAME": f"colleagues.password_rules.{name}"} for name in ("LongEnough", "NotCommon", "NotOfHere")),
]

# Where somebody goes who has logged in and named no page of ours.
LOGIN_REDIRECT_URL = "admin:index"

# Whether whoever publishes or manages needs a second factor (colleagues/second_factor/rules.py).
SECOND_FACTOR = environment.one_of(
    env, "SECOND_FACTOR", "on" if REACHED_AT else "off", choices=("on", "all", "off")
)

# Five failed logins of an account from one address, or fifty from one address over all accounts, lock
# the login there for a quarter of an hour (colleagues/throttling.py).
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_ENABLED = True
AXES_HANDLER = "colleagues.throttling.Throttle"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
LOGIN_ACCOUNTS_AN_ADDRESS = 10
# Two hundred from one wider network of IPv6 lock it; after twenty of one account, from wherever, tries
# from devices that are not known have to wait.
LOGIN_ADDRESSES_A_NETWORK = 4
LOGIN_FAILURES_AN_ACCOUNT = 20
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "colleagues.throttling.counted_name"
AXES_CLIENT_IP_CALLABLE = "colleagues.throttling.client_address"
AXES_LOCKOUT_CALLABLE = "colleagues.throttling.locked_out"
# Of a failed try nothing is kept but the name, the address and the time.
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "email",
    "password1",
    "password2",
    "csrfmiddlewaretoken",
]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = environment.language_code(env, "LANGUAGE_CODE", "en")
TIME_ZONE = environment.time_zone(env, "TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True
# Our own catalogues, and a newsroom's.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "local" / "locale"]

EMAIL = environment.email(env, "EMAIL_URL", "console://")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_IS_SET_UP = environment.mail_leaves(EMAIL)
EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL["EMAIL_USE_SSL"]
EMAIL_FILE_PATH = EMAIL["EMAIL_FILE_PATH"]
EMAIL_TIMEOUT = EMAIL["EMAIL_TIMEOUT"] or 10
DEFAULT_FROM_EMAIL = EMAIL.get("DEFAULT_FROM_EMAIL", f"newsroom@{SITE_HOST}")
SERVER_EMAIL = EMAIL.get("SERVER_EMAIL", DEFAULT_FROM_EMAIL)

# Static files are hashed and compressed by `prepare`, beside those of earlier releases. Pictures have no
# address of their own: no MEDIA_URL is served, a view hands them out.
STATIC_URL = "/static/"
STATICFILES_DIRS = [path for path in (BASE_DIR / "local" / "static", BASE_DIR / "static") if path.is_dir()]
STATIC_ROOT = (BASE_DIR / environment.text(env, "STATIC_DIR", str(DATA_DIR / "static"))).resolve()
MEDIA_ROOT = DATA_DIR / "images"
# The bucket that keeps pictures and what waits to be brought in, or None: this machine's disk does.
IMAGES_S3 = bucket(
    "IMAGES_S3",
    bucket=environment.text(env, "IMAGES_S3_BUCKET", ""),
    endpoint=environment.text(env, "IMAGES_S3_ENDPOINT", ""),
    region=environment.text(env, "IMAGES_S3_REGION", ""),
    access_key=environment.text(env, "IMAGES_S3_ACCESS_KEY", ""),
    secret_key=environment.text(env, "IMAGES_S3_SECRET_KEY", ""),
    prefix=environment.text(env, "IMAGES_S3_PREFIX", ""),
)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": MEDIA_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "newsroom.static_files.KeptStaticFiles"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
# What only a developer's tools ask for; it would take most of the time that compressing takes.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]

# The editor's half of the markup contract. Its other half here would be a sanitiser for forms: every
# write is sanitised by the verbs, so there is nothing to add to it.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("newsroom/editor.js")],
        "extensions": {
            name: lambda config, shared: None
            for name in (
                "Citation",
                "Mention",
                "InlineQuotation",
                "BlockQuotation",
                "PullQuote",
                "LibraryFigure",
                "Embed",
                "Note",
                "Typography",
                "Slash",
                "Keys",
                "Numbering",
                "Attributions",
                "PasteGuard",
            )
        },
    }
]

# The longest text there may be, in a script of three bytes a letter, each written as %XX.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
# The rows of an article's longest form, and the newsroom's own three pictures, with room for more.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# Cookies arise under /admin/ only. A draft's pictures need the session elsewhere, forms do not.
COOKIE_PREFIX = "__Secure-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}newsroom_session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# By which a device is known that somebody has logged in with before (colleagues/logins/devices.py).
DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}newsroom_device"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}newsroom_csrf"
CSRF_COOKIE_PATH = "/admin/"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "colleagues.login_ended.csrf_failure"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Asked on the same machine, where nobody speaks TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/(live/)?$"]
if HTTPS:
    # TLS ends at the proxy in front, which says so in this header (docs/configuration.md).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_SSL_HOST = urlsplit(SITE_URL).netloc
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SILENCED_SYSTEM_CHECKS = [
    # Whether subdomains and browsers' built-in lists are bound too is the domain owner's to say, not ours.
    "security.W005",
    "security.W021",
    # Text is sanitised by publishing.richtext on its way to the database, whether it came from a form or not.
    "django_prose_editor.W004",
]

# A page that asks for no nonce gets none: the admin's import map is the only inline script.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# A command's standard output is its answer (importarticle --json), so its log goes to standard error.
LOG_STREAM = "ext://sys.stderr" if Path(sys.argv[0]).name == "manage.py" else "ext://sys.stdout"
# Where figures are told to a Prometheus, if anywhere.
METRICS = environment.metrics(env, "METRICS")
# Where faults are told to, if anywhere.
SENTRY_DSN = environment.sentry(env, "SENTRY_DSN")
# One object a line (json), or words for people.
LOG_FORMAT = environment.one_of(env, "LOG_FORMAT", "words", choices=("words", "json"))
# From how many milliseconds on a query or a page is told of; 0 for never.
SLOW_QUERY_MS = environment.between(env, "SLOW_QUERY_MS", "500", least=0, most=600_000)
SLOW_PAGE_MS = environment.between(env, "SLOW_PAGE_MS", "2000", least=0, most=600_000)
LOGGING = log_of(stream=LOG_STREAM, written_as=LOG_FORMAT)

# What was set, and not left to its default: a backup keeps it.
GIVEN = environment.GIVEN
