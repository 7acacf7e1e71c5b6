"""What stands above a text in Markdown: lines of `key: value`, TOML or JSON.

YAML reads "no" as false, 12:30 as a number and ends at "The rise: and fall", so lines are read as they
are written; what is no such line is said.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from json import JSONDecoder
from typing import Any

OPENING = re.compile(r"\ufeff?\s*(?P<fence>---|\+\+\+|;;;)[ \t]*\r?\n")
PAIR = re.compile(r"(?P<name>[A-Za-z_][\w .-]{0,60}?)\s*:(?:\s+(?P<value>.*)|\s*)$")
ENTRY = re.compile(r"\s*-\s+(?P<value>.*)$")
QUOTED = re.compile(r"""(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^']|'')*)')""")
LONGEST = 200


@dataclass
class FrontMatter:
    """The values above a text, by lower-case name; `lines` is how many lines of the file it took."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: int = 0
    unread: list[tuple[int, str]] = field(default_factory=list)

    def one(self, *names: str) -> str:
        """Return the first of these that says something."""
        for name in names:
            value = self.values.get(name)
            if isinstance(value, list) and value:
                value = value[0]
            if isinstance(value, str) and value.strip():
                return value.strip()
        return ""

    def all(self, *names: str) -> tuple[str, ...]:
        """Return every value of these, each once."""
        found: list[str] = []
        for name in names:
            value = self.values.get(name, [])
            parts = value if isinstance(value, list) else [value]
            found += [part.strip() for part in parts if isinstance(part, str) and part.strip()]
        return tuple(dict.fromkeys(found))


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return what stands above a text, and the text."""
    opening = OPENING.match(text)
    if opening is None:
        return _json(text)
    rest = text[opening.end() :].splitlines(keepends=True)
    above = text[: opening.end()].count("\n")
    closes = {"---": ("---", "..."), "+++": ("+++",), ";;;": (";;;",)}[opening["fence"]]
    end = next((at for at, line in enumerate(rest[:LONGEST]) if line.strip() in closes), None)
    if end is None:
        return FrontMatter(), text
    lines = [line.rstrip("\r\n") for line in rest[:end]]
    found = _toml(lines, above) if opening["fence"] == "+++" else _pairs(lines, above)
    if not found.values and found.unread:
        return FrontMatter(), text
    found.lines = above + end + 1
    return found, "".join(rest[end + 1 :])


def _toml(lines: list[str], above: int) -> FrontMatter:
    try:
        values = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return _pairs([line.replace("=", ":", 1) for line in lines], above)
    plain = {name.lower(): _plain(value) for name, value in values.items() if not isinstance(value, dict)}
    for outer, inner in values.items():
        if isinstance(inner, dict):
            plain |= {
                name.lower(): _plain(value) for name, value in inner.items() if not isinstance(value, dict)
            }
        for name, value in _inside(outer, inner):
            plain.setdefault(name.lower(), _plain(value))
    return FrontMatter(plain)


def _inside(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what stands in tables and in lists of them, by the whole way to it."""
    for part in value if isinstance(value, list) else [value]:
        for inner, said in part.items() if isinstance(part, dict) else ():
            if not isinstance(said, dict):
                yield f"{name}.{inner}", said
            yield from _inside(f"{name}.{inner}", said)


def _json(text: str) -> tuple[FrontMatter, str]:
    """Return what stands above a text as an object of JSON, which must say what the text is called."""
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    try:
        values, end = JSONDecoder().raw_decode(text, start) if text[start : start + 1] == "{" else (None, 0)
    except (ValueError, RecursionError):
        return FrontMatter(), text
    if not isinstance(values, dict) or "title" not in values or text[end : end + 1] not in ("\r", "\n"):
        return FrontMatter(), text
    plain = {name.lower(): _plain(value) for name, value in values.items() if not isinstance(value, dict)}
    return FrontMatter(plain, text[:end].count("\n") + 1), text[end:].lstrip("\r\n")


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [str(part) for part in value if not isinstance(part, dict | list)]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _pairs(lines: list[str], above: int) -> FrontMatter:
    found = FrontMatter()
    name, folded = "", False
    for number, line in enumerate(lines, start=above + 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        entry, pair = ENTRY.match(line), PAIR.match(line)
        if line[0] in " \t" and folded:
            found.values[name] = f"{found.values[name]} {line.strip()}".strip()
        elif entry and name and isinstance(found.values.get(name), list):
            value = unquoted(entry["value"])
            inner = PAIR.match(value)
            # A list of people often has a name and an address of each.
            found.values[name].append(
                unquoted(inner["value"] or "") if inner and inner["name"] == "name" else value
            )
        elif pair and line[0] not in " \t":
            name, value = pair["name"].strip().lower(), (pair["value"] or "").strip()
            folded = value in (">", "|", ">-", "|-", ">+", "|+")
            found.values[name] = [] if not value else "" if folded else _value(value)
        else:
            # What stands inside a value is kept by both names, and said: not every reader asks for it.
            if (inside := PAIR.match(line.strip())) and name and line[0] in " \t":
                found.values.setdefault(
                    f"{name}.{inside['name'].strip().lower()}", unquoted(inside["value"] or "")
                )
            found.unread.append((number, line.strip()))
    return found


def _value(written: str) -> Any:
    if written.startswith("[") and written.endswith("]"):
        return [
            unquoted(part) for part in re.findall(r'"[^"]*"|\'[^\']*\'|[^,]+', written[1:-1]) if part.strip()
        ]
    return unquoted(written)


def unquoted(written: str) -> str:
    """Return a value without the quote marks around it, and without a remark behind them."""
    written = written.strip()
    if (found := QUOTED.match(written)) and written[found.end() :].strip()[:1] in ("", "#"):
        if found["single"] is not None:
            return found["single"].replace("''", "'")
        return re.sub(r'\\(["\\])', r"\1", found["double"])
    return written
