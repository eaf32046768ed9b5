"""Who may log in to the demo company; the log-in page offers one of each role."""

import json
from pathlib import Path

from kurator.demo.company import DOMAIN, PASSWORD, PEOPLE
from kurator.platform.database.home import demo_logins_path, write_private


def demo_logins(*, everybody: bool = False) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for login, name, _, role, language in PEOPLE:
        row = {
            "email": f"{login}@{DOMAIN}",
            "password": PASSWORD,
            "role": role,
            "name": name,
            "language": language,
        }
        found.setdefault(login if everybody else role, row)
    return list(found.values())


def write_logins() -> Path:
    """Write the file that the log-in page reads."""
    keys = ("email", "password", "role", "name")
    rows = [{key: row[key] for key in keys} for row in demo_logins()]
    path = demo_logins_path()
    write_private(path, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    return path
