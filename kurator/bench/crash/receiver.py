"""
The receiver of webhooks: a process of its own, which writes down each call before it answers, and
does not always answer as one would wish.
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Final

import psycopg

from kurator.bench.crash.processes import fork
from kurator.platform.database.connections import conninfo_for

TABLE: Final = "bench_received"
HANGS_UP_EACH, FAILS_EACH = 5, 7
_numbers = count(1)


def open_receiver() -> str:
    """Return its address."""
    with psycopg.connect(**conninfo_for("admin"), autocommit=True) as admin:
        admin.execute(f"CREATE TABLE {TABLE} (message text, body text)".encode())
        admin.execute(f"GRANT INSERT ON {TABLE} TO kurator_worker".encode())
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    fork(server.serve_forever)
    return f"http://127.0.0.1:{server.server_address[1]}/hook"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with psycopg.connect(**conninfo_for("worker"), autocommit=True) as db:
            db.execute(
                f"INSERT INTO {TABLE} VALUES (%s, %s)".encode(),
                [self.headers["webhook-id"], body],
            )
        number = next(_numbers)
        if number % HANGS_UP_EACH == 0:
            return
        self.send_response(500 if number % FAILS_EACH == 0 else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Of what it is asked nothing is told."""
