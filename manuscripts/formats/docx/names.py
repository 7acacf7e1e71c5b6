"""The names of WordprocessingML, without their long namespaces."""

from typing import Any

REL_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """Return an attribute by its local name; "" where there is none."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: Any, *names: str) -> Any:
    """Return what stands inside, one step a name; None where it is not there."""
    for name in names:
        element = (
            next((each for each in element if local(each) == name), None) if element is not None else None
        )
    return element


def related(element: Any, name: str) -> str:
    """Return the id of a relationship an element names."""
    return next(
        (
            element.get(f"{{{space}}}{name}", "")
            for space in REL_IDS
            if f"{{{space}}}{name}" in element.attrib
        ),
        "",
    )


def is_on(element: Any) -> bool:
    """Tell whether a switch that is there is on."""
    return attribute(element, "val").lower() not in ("0", "false", "off", "none")
