"""A command of manage.py as the units run theirs: with their settings, their user and their release.

`sudo newsroom doctor` comes here by way of deploy/newsroom.
"""

import os
import pwd
import sys
from pathlib import Path

from tools import local_env, unit

SETTINGS = Path("/etc/newsroom/newsroom.env")
DATA = "/var/lib/newsroom"
USER = "newsroom"
KEPT = ("PATH", "TERM", "LANG", "LC_ALL", "COLUMNS", "LINES")
"""What of whoever asks is handed on; nothing that could change what the command does."""


def main(arguments: list[str]) -> None:
    """Read the settings, become the user, and run the command."""
    try:
        SETTINGS.stat()
        settings = local_env.read(SETTINGS)
        account = pwd.getpwnam(USER)
        become(account)
    except PermissionError:
        sys.exit("Newsroom's settings and data are its own: say “sudo newsroom …”.")
    except FileNotFoundError:
        sys.exit(f"There are no settings in {SETTINGS} yet: deploy/newsroom.env says what stands in it.")
    except KeyError:
        sys.exit(f"There is no user “{USER}” on this machine: docs/deploying.md says how it is made.")
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    os.environ.clear()
    os.environ.update(kept | {"HOME": account.pw_dir, "NEWSROOM_DATA_DIR": DATA} | settings)
    # The secret key and the first login are made once, by whichever command comes first.
    local_env.ensure()
    unit.main(arguments or ["help"])


def become(account: pwd.struct_passwd) -> None:
    """Give up all other rights; what is written is for nobody else."""
    if os.getuid() != account.pw_uid:
        os.initgroups(account.pw_name, account.pw_gid)
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
    os.umask(0o077)


if __name__ == "__main__":
    main(sys.argv[1:])
