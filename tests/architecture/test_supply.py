"""What the product is made of is listed whole, and an audit without answers claims nothing."""

import json

import pytest

from tools.audit import Verdict, read_npm_audit, read_pip_audit
from tools.sbom import document, python_components


def test_every_package_is_listed_with_version_and_hashes() -> None:
    components = document()["components"]
    names = {component["name"] for component in components}
    assert {"django", "urllib3", "cryptography", "react", "@mantine/core"} <= names
    assert "pytest" not in names
    assert "vite" not in names
    assert len({component["bom-ref"] for component in components}) == len(components)
    assert all(c["hashes"] for c in components if c["purl"].startswith("pkg:pypi"))


def test_a_list_of_requirements_is_read() -> None:
    text = f"a-b[x]==1.2 \\\n    --hash=sha256:{'0' * 64} \\\n    --hash=sha256:{'1' * 64}\n    # via c\n"
    (found,) = python_components(text)
    assert (found["purl"], len(found["hashes"])) == ("pkg:pypi/a-b@1.2", 2)


@pytest.mark.parametrize("output", ["", "Connection refused", "[]", '{"error": {"code": "EAI"}}'])
def test_no_answer_is_no_good_news(output: str) -> None:
    assert read_pip_audit(output) is None
    assert read_npm_audit(output) is None
    assert "not reachable" in Verdict("x", None).text()


def test_weaknesses_are_named() -> None:
    vulns = [{"id": "CVE-1", "fix_versions": ["2"]}]
    pip = {"dependencies": [{"name": "a", "version": "1", "vulns": vulns}, {"name": "b"}]}
    assert read_pip_audit(json.dumps(pip)) == ["  a 1: CVE-1 (mended in 2)"]
    npm = {"vulnerabilities": {"c": {"severity": "high"}}}
    assert read_npm_audit(json.dumps(npm)) == ["  c: high"]
    assert Verdict("x", []).text() == "x: no known weakness"
