"""`make run`: everything from a fresh copy to a served site."""

import sys

from tools import environment, local_env, serve


def main() -> int:
    """Set up what is missing, then serve."""
    local_env.ensure()
    # Asked before anything is installed, so that a taken port is known at once.
    serve.check_address(*serve.address())
    environment.install(environment.running())
    return serve.main(str(environment.PYTHON))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
