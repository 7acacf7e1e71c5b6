"""What goes into the log, and through what it passes on its way."""

from typing import Any

FILTERS = {
    "request_id": {"()": "newsroom.logs.RequestId"},
    "refused": {"()": "newsroom.logs.RefusedInOneLine"},
    "template": {"()": "newsroom.logs.NamesTemplate"},
    "without_tokens": {"()": "newsroom.logs.WithoutTokens"},
}
FORMATTERS = {
    "words": {
        "()": "newsroom.log_lines.Lines",
        "fmt": "{asctime} {levelname} {request_id} {name} {message}",
        "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        "style": "{",
    },
    "json": {"()": "newsroom.log_lines.JsonLines"},
}
LOGGERS = {
    "django": {"handlers": [], "level": "INFO", "propagate": True},
    # A page not found is in the request's own line; a failure is logged with its traceback.
    "django.request": {"level": "ERROR", "filters": ["template"]},
    # A wrong host, a tampered address: what others send us is no failure of ours.
    "django.security": {"handlers": ["refused"], "propagate": False},
    # It tells of every login; what matters of it is told by newsroom.login.
    "axes": {"level": "ERROR"},
}


def log_of(*, stream: str, written_as: str) -> dict[str, Any]:
    """Return how the log is written to a stream: in words for people, or as json."""
    written = {"class": "logging.StreamHandler", "stream": stream, "formatter": written_as}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": FILTERS,
        "formatters": FORMATTERS,
        "handlers": {
            "stream": written | {"filters": ["request_id", "without_tokens"]},
            "refused": written | {"filters": ["request_id", "refused", "without_tokens"]},
        },
        "root": {"handlers": ["stream"], "level": "INFO"},
        "loggers": LOGGERS,
    }
