"""Which bucket keeps files, as the environment says; each refusal one plain sentence."""

import importlib.util
import re
from typing import Any
from urllib.parse import urlsplit

from newsroom.environment import SettingsError

NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
FOLDER = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")
REQUIREMENTS = "requirements-fleet.txt"
REGION = "us-east-1"
"""What storages that know no regions want to hear."""


def bucket(name: str, **given: str) -> dict[str, Any] | None:
    """Return what a storage is made with; None where no bucket is named, so that the disk keeps the files."""
    given = {part.upper(): value for part, value in given.items()}
    if not given["BUCKET"]:
        if useless := [f"{name}_{part}" for part, value in given.items() if value]:
            raise SettingsError(f"{useless[0]} is set, but {name}_BUCKET does not say which bucket is meant.")
        return None
    _check(name, given)
    if not all(importlib.util.find_spec(package) for package in ("storages", "boto3")):
        raise SettingsError(
            f"{name}_BUCKET needs packages that are not installed: "
            f"install them with “pip install --require-hashes -r {REQUIREMENTS}”."
        )
    return {
        "bucket_name": given["BUCKET"],
        "endpoint_url": given["ENDPOINT"].rstrip("/") or None,
        "region_name": given["REGION"] or REGION,
        "access_key": given["ACCESS_KEY"] or None,
        "secret_key": given["SECRET_KEY"] or None,
        "prefix": given["PREFIX"].strip("/"),
    }


def _check(name: str, given: dict[str, str]) -> None:
    if not NAME.fullmatch(given["BUCKET"]):
        raise SettingsError(f"{name}_BUCKET is “{given['BUCKET']}”: it must be a bucket’s name alone.")
    if given["ENDPOINT"] and not _is_origin(given["ENDPOINT"]):
        raise SettingsError(
            f"{name}_ENDPOINT is “{given['ENDPOINT']}”: it must be a web address without a path, such as "
            "https://s3.example.org."
        )
    if not (given["ENDPOINT"] or given["REGION"]):
        raise SettingsError(
            f"{name}_BUCKET says nothing of where it is: set {name}_ENDPOINT to the storage’s address, or "
            f"{name}_REGION if it is at Amazon."
        )
    _check_keys(name, given)
    if given["PREFIX"].strip("/") and not FOLDER.fullmatch(given["PREFIX"].strip("/")):
        raise SettingsError(
            f"{name}_PREFIX is “{given['PREFIX']}”: it must be a folder in the bucket, such as newsroom."
        )


def _check_keys(name: str, given: dict[str, str]) -> None:
    """Want a key with its secret; at Amazon the machine itself may have been given the right."""
    lacking = [part for part in ("ACCESS_KEY", "SECRET_KEY") if not given[part]]
    if len(lacking) == 1 or (lacking and given["ENDPOINT"]):
        raise SettingsError(
            f"{name}_{lacking[0]} is missing: the bucket is opened with an access key and its secret."
        )


def _is_origin(address: str) -> bool:
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return is_whole and not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
