"""
Where a table lives and who may touch it: declared once on the model, as `placement`.

From it come the grants, the row-level security policies and the tests that refuse a table
without one. `owned` tables lead to one customer, `keyed` to another key, `reference` tables are
small and shared, `local` ones are queues, sessions and logs of this installation.
"""

from dataclasses import dataclass
from enum import StrEnum

READ = "SELECT"
WRITE = "SELECT, INSERT, UPDATE, DELETE"
APPEND = "INSERT"


class Kind(StrEnum):
    OWNED = "owned"
    KEYED = "keyed"
    REFERENCE = "reference"
    LOCAL = "local"


class Writers(StrEnum):
    """
    Who of those that see a customer may write rows that belong to him: `EDITORS` by their scope or
    by a share to be changed, `OWNERS` by their scope alone, `READERS` by any share as well.
    """

    EDITORS = "editors"
    OWNERS = "owners"
    READERS = "readers"


@dataclass(frozen=True)
class Copies:
    """
    Rows that may hold what some customer's record says, without telling whose: files of lists,
    rows of uploaded tables. When a customer is removed for good, those for which `when` holds go,
    or, with `cleared`, these columns of them are set. In both `t` is the row and `last_seen` the
    instant until which a list could still show him, `gone` his id among others.
    """

    when: str
    cleared: str = ""


@dataclass(frozen=True)
class Placement:
    """
    `owner_column` names the column with the responsible user (the root of ownership);
    `party_column` the column with the customer, whose visibility then decides;
    `user_column` restricts rows to the person who reads; beside `party_column` it opens existing
    rows to that person as well; `permission` opens them to whoever has it. A row with something
    in `hidden_column` is seen by nobody, and what belongs to it neither. `writers` says whose
    sight of the customer is enough to write. Rights are SQL privilege lists: of the requests
    (`web`), of logging in and out (`auth`), of administering people (`people`), and of the worker;
    requests never change the key of a row, nor whose it is.

    When a customer is removed for good, the rows of `party_column` go, or, with `erased`, these
    columns of them are set; `erased_by` names the customer's column of a table that is not owned;
    `copies` are rows without such a column that may hold him all the same.
    """

    kind: Kind
    web: str = ""
    auth: str = ""
    people: str = ""
    worker: str = WRITE
    owner_column: str = ""
    party_column: str = ""
    user_column: str = ""
    hidden_column: str = ""
    writers: Writers = Writers.EDITORS
    permission: str = ""
    erased: str = ""
    erased_by: str = ""
    copies: Copies | None = None


def owned(
    *,
    owner_column: str = "",
    party_column: str = "",
    user_column: str = "",
    hidden_column: str = "",
    writers: Writers = Writers.EDITORS,
    web: str = READ,
    erased: str = "",
) -> Placement:
    return Placement(
        Kind.OWNED,
        web=web,
        owner_column=owner_column,
        party_column=party_column,
        user_column=user_column,
        hidden_column=hidden_column,
        writers=writers,
        erased=erased,
        erased_by=party_column,
    )


def personal(
    *, user_column: str, web: str = WRITE, erased_by: str = "", copies: Copies | None = None
) -> Placement:
    """Rows of one user, seen by nobody else."""
    return Placement(
        Kind.KEYED, web=web, user_column=user_column, erased_by=erased_by, copies=copies
    )


def keyed(*, web: str = READ) -> Placement:
    return Placement(Kind.KEYED, web=web)


def reference(*, web: str = READ, auth: str = "", people: str = "") -> Placement:
    return Placement(Kind.REFERENCE, web=web, auth=auth, people=people)


def local(
    *,
    web: str = "",
    auth: str = "",
    people: str = "",
    worker: str = WRITE,
    permission: str = "",
) -> Placement:
    return Placement(
        Kind.LOCAL, web=web, auth=auth, people=people, worker=worker, permission=permission
    )
