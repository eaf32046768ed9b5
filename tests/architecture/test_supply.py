"""What the product is made of is listed whole."""

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
