"""Django's backend for PostgreSQL, with lines that are looked after."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg import IsolationLevel

from kurator.platform.database.over_network.lines import LINES, Connection


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: Any) -> Any:
        self.isolation_level = IsolationLevel.READ_COMMITTED
        made = Connection.connect(**conn_params)
        LINES.watch(made)
        return made

    def close_if_unusable_or_obsolete(self) -> None:
        """At the begin and end of each request, and of each turn of a loop."""
        if self.connection is not None and self.connection.is_left:
            self.close()
        super().close_if_unusable_or_obsolete()
