"""The few words a file needs that its text does not have; whoever hands the text over says them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Headings and joints, in the language of the text."""

    sources: str = "Sources"
    notes: str = "Notes"
    # Has a place for the names: they stand between "{names}".
    byline: str = "By {names}"
    and_: str = " and "

    def by(self, names: tuple[str, ...]) -> str:
        """Return a byline of names, "" of none."""
        if not names:
            return ""
        joined = self.and_.join(filter(None, [", ".join(names[:-1]), names[-1]]))
        return self.byline.format(names=joined)
