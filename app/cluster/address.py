"""Where a Ray cluster is. Ray itself looks for a minute or two, and tells its own log why in vain."""

import socket

from app.server import StartError

AUTO = "auto"  # Ray's word for the cluster that this machine is part of
PATIENCE = 5.0  # seconds


def check_address(address: str) -> None:
    """Raise StartError unless something listens at HOST:PORT."""
    host, _, port = address.rpartition(":")
    try:
        if not host or not 0 < int(port) < 65536:
            raise ValueError
        socket.create_connection((host.strip("[]"), int(port)), PATIENCE).close()
    except ValueError:
        raise StartError(f"--address takes HOST:PORT or {AUTO}, not {address!r}.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise StartError(f"No Ray cluster at {address}: {reason}. Start one there: ray start --head.") from error
