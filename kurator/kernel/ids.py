"""Ids are UUIDv7 made in Python: ordered by time, and known before the row is written."""

from uuid import UUID

from uuid_utils.compat import uuid7

NOBODY_ID = UUID(int=0)
"""The system user that owns customers without a responsible person."""


def new_id() -> UUID:
    return uuid7()
