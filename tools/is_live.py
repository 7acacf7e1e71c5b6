"""Ask the server of this container whether it lives; the answer is the exit status."""

import http.client
import sys

from tools import local_env


def main() -> int:
    """Return 0 if it answers."""
    port = int(local_env.variable("PORT", "8000"))
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        asking.request("GET", "/health/live/")
        return 0 if asking.getresponse().status == 200 else 1
    except OSError:
        return 1
    finally:
        asking.close()


if __name__ == "__main__":
    sys.exit(main())
