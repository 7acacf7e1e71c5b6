"""Equations of Word as text."""

from typing import Any

from .names import attribute, child, local

RADICAL = "√"


def equation(element: Any) -> list[tuple[str, str]]:
    """Return an equation as letters, each with whether it is raised or lowered."""
    name = local(element)
    if name == "t":
        return [(element.text or "", "")]
    if name in ("sSup", "sSub", "sSubSup", "nary"):
        return _scripts(element, name)
    if name == "f":
        return [*_wrapped(child(element, "num")), ("/", ""), *_wrapped(child(element, "den"))]
    if name == "rad":
        return [(RADICAL, ""), *_wrapped(child(element, "e"))]
    if name == "d":
        ends = child(element, "dPr")
        left = attribute(child(ends, "begChr"), "val") or "("
        right = attribute(child(ends, "endChr"), "val") or ")"
        return [(left, ""), *_all(element), (right, "")]
    if name.endswith("Pr"):
        return []
    return _all(element)


def _all(element: Any) -> list[tuple[str, str]]:
    return [part for each in element for part in equation(each)] if element is not None else []


def _plain(element: Any) -> str:
    return "".join(text for text, _script in _all(element))


def _wrapped(element: Any) -> list[tuple[str, str]]:
    parts = _all(element)
    long = len("".join(text for text, _script in parts)) > 1
    return [("(", ""), *parts, (")", "")] if long else parts


def _scripts(element: Any, name: str) -> list[tuple[str, str]]:
    base = _all(child(element, "e"))
    low, high = _plain(child(element, "sub")), _plain(child(element, "sup"))
    scripts = [*([(low, "sub")] if low else []), *([(high, "sup")] if high else [])]
    if name == "nary":
        return [(attribute(child(element, "naryPr", "chr"), "val") or "∫", ""), *scripts, (" ", ""), *base]
    return [*base, *scripts]
