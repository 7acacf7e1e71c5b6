"""Faults told to a Sentry, if one is named in SENTRY_DSN: what broke and where, and of nobody anything.

Of an event only what is listed here goes out. What somebody typed, who they are, what the database said of
a row, and what makes a link work does not.
"""

from typing import Any

from django.conf import settings

from newsroom.log_lines import harmless
from newsroom.logs import current_request_id, method_of

KEPT = (
    "event_id",
    "timestamp",
    "level",
    "platform",
    "logger",
    "transaction",
    "release",
    "environment",
    "exception",
    "logentry",
    "sdk",
    "modules",
    "contexts",
)
CONTEXTS = ("runtime", "trace")
OF_A_FRAME = ("filename", "abs_path", "function", "module", "lineno", "pre_context", "context_line")
OF_A_FRAME_TOO = ("post_context", "in_app")


def begin() -> None:
    """Have faults told, where an address to tell them to is set."""
    if not settings.SENTRY_DSN:
        return
    # Not installed with everything else: newsroom.environment has said so where it is missing.
    import sentry_sdk

    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        server_name="",
        environment=settings.SITE_HOST,
        before_send=cleaned,
        before_breadcrumb=lambda _crumb, _hint: None,
        before_send_transaction=lambda _event, _hint: None,
    )


def cleaned(event: Any, hint: Any) -> Any:
    """Return what may be told of a fault."""
    found = {name: event[name] for name in KEPT if name in event}
    found["contexts"] = {name: value for name, value in event.get("contexts", {}).items() if name in CONTEXTS}
    if "logentry" in found:
        said = event["logentry"].get("formatted") or event["logentry"].get("message") or ""
        found["logentry"] = {"message": harmless(str(said)).partition("?")[0]}
    for each in found.get("exception", {}).get("values", []):
        each["value"] = harmless(str(each.get("value") or ""))
        each.get("mechanism", {}).pop("data", None)
        for frame in (each.get("stacktrace") or {}).get("frames", []):
            for name in [name for name in frame if name not in OF_A_FRAME + OF_A_FRAME_TOO]:
                del frame[name]
    asked = event.get("request", {})
    if asked.get("url"):
        address = harmless(str(asked.get("url", ""))).partition("?")[0]
        found["request"] = {"method": method_of(str(asked.get("method", ""))), "url": address}
    found["tags"] = {"request": current_request_id.get()}
    return found
