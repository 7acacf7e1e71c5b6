"""What goes wrong with a file, said to the person who sent it."""

from django.utils.translation import gettext as _


class ManuscriptError(Exception):
    """A file cannot be read as an article; its text is one sentence naming the file and the line."""

    def __init__(self, problem: str, *, name: str, line: int | None = None) -> None:
        self.problem = problem
        self.name = name
        self.line = line
        if line is None:
            sentence = _("%(name)s: %(problem)s") % {"name": name, "problem": problem}
        else:
            sentence = _("%(name)s, line %(line)d: %(problem)s") % {
                "name": name,
                "line": line,
                "problem": problem,
            }
        super().__init__(sentence)
