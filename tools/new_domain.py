"""`make new-domain NAME=gifts`: the rooms of a new domain, with an example that works."""

import re
import subprocess
import sys
from pathlib import Path

from tools.linters.source import ROOT

SCAFFOLD = ROOT / "tools" / "scaffold"
EXCEPTIONS = {"claims": "claim", "inquiries": "inquiry", "news": "news", "data": "datum"}


def singular(plural: str) -> str:
    if plural in EXCEPTIONS:
        return EXCEPTIONS[plural]
    if plural.endswith("ies"):
        return f"{plural[:-3]}y"
    if re.search(r"(ss|sh|ch|x|z)es$", plural):
        return plural[:-2]
    return plural.removesuffix("s")


def class_name(name: str) -> str:
    return "".join(word.title() for word in name.split("_"))


def fill(text: str, plural: str) -> str:
    one = singular(plural)
    return (
        text.replace("__Things__", class_name(plural))
        .replace("__Thing__", class_name(one))
        .replace("__things__", plural)
        .replace("__thing__", one)
    )


def make_domain(plural: str) -> list[Path]:
    """Write the files of both halves; returns them."""
    targets = {
        SCAFFOLD / "domain": ROOT / "kurator" / plural,
        SCAFFOLD / "web": ROOT / "web" / "src" / "features" / plural,
    }
    made = []
    for source, target in targets.items():
        for template in sorted(source.rglob("*.txt")):
            name = fill(str(template.relative_to(source)).removesuffix(".txt"), plural)
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fill(template.read_text(encoding="utf-8"), plural), encoding="utf-8")
            made.append(path)
    migrations = ROOT / "kurator" / plural / "migrations" / "__init__.py"
    migrations.parent.mkdir()
    migrations.touch()
    return [*made, migrations]


def main(arguments: list[str]) -> int:
    name = arguments[0] if len(arguments) == 1 else ""
    if not re.fullmatch(r"[a-z][a-z_]{2,30}", name):
        print("Name the domain by a plural noun in small letters: make new-domain NAME=gifts")
        return 2
    if (ROOT / "kurator" / name).exists():
        print(f"kurator/{name} exists already")
        return 1
    for path in make_domain(name):
        print(f"  {path.relative_to(ROOT)}")
    migrated = subprocess.run(
        [
            # Without a database there is no history to compare with; that is no harm here.
            *(sys.executable, "-W", "ignore::RuntimeWarning", "-m", "django"),
            *("makemigrations", name, "--verbosity", "0", "--settings", "kurator.config.settings"),
        ],
        cwd=ROOT,
        check=False,
    )
    for command in (["check", "--fix"], ["format"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--quiet", f"kurator/{name}"]
        subprocess.run(ruff, cwd=ROOT, check=False)
    print(
        f"\nOne edit is needed: give `{name}` its floor in .importlinter.\n"
        "Then `make client` writes the API's client, `make messages` collects the texts "
        f"to translate, and `make test-fast ARGS=kurator/{name}` runs its tests."
    )
    return migrated.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
