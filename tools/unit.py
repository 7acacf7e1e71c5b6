"""What a unit of systemd or a container starts: the server, or a command of manage.py, and no more.

Nothing is installed, migrated or collected here: `manage.py prepare` has done that.
`python -m tools.unit serve` serves; any other word is a command, as in `python -m tools.unit worker`.
"""

import os
import sys

from tools import local_env, serve


def main(arguments: list[str]) -> None:
    """Become the program that was named, so that whoever started this tells it to stop, and nobody else."""
    python = own_python()
    if arguments == ["serve"]:
        host, port = serve.address()
        if not serve.is_handed():
            serve.check_address(host, port)
        command = serve.command(python, host=host, port=port)
        # From where the application is imported.
        os.chdir(local_env.ROOT)
    elif arguments and arguments[0] != "serve":
        command = [python, str(local_env.ROOT / "manage.py"), *arguments]
    else:
        sys.exit("Say what to start: “serve”, or a command of manage.py such as “worker”.")
    os.execve(command[0], command, serve.MEMORY | os.environ)  # noqa: S606 (it is what was asked for)


def own_python() -> str:
    """Return the Python of this very release.

    A link such as /srv/newsroom/current may lead to another release while this one still runs: it would
    then import, bit by bit, what belongs to the other.
    """
    python = local_env.ROOT / ".venv" / "bin" / "python"
    return str(python) if python.exists() else sys.executable


if __name__ == "__main__":
    main(sys.argv[1:])
