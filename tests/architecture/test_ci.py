"""What runs each night and each week: that it would fail, and that the three scripts share one list."""

import subprocess

import pytest

from tools.chaos_figures import complaints, count_kills, read_figures
from tools.linters.source import ROOT

SAID = [
    "tests passed",
    '{"bench": "crash", "figure": "database_kills", "value": 400, "unit": "1"}',
    '{"bench": "crash", "figure": "process_kills", "value": 50, "unit": "1"}',
    '{"bench": "crash", "figure": "kills_of_processes_in_all", "value": 700, "unit": "1"}',
    '{"bench": "crash", "figure": "acknowledged_lost", "value": 0, "unit": "1"}',
]
LOST = '{"bench": "crash", "figure": "web_lost", "value": 1, "unit": "1"}'


def test_a_night_with_enough_kills_and_nothing_lost_passes() -> None:
    figures = read_figures(SAID)
    assert count_kills(figures) == 1100
    assert complaints(figures, minutes=60) == []


def test_too_few_kills_and_anything_lost_fail() -> None:
    assert complaints(read_figures(SAID), minutes=120) == ["only 1100 kills of 2000"]
    assert complaints(read_figures([*SAID, LOST]), minutes=60) == ["web_lost: 1"]
    assert complaints([], minutes=60) == ["only 0 kills of 1000"]


@pytest.mark.parametrize("name", ["run", "nightly", "weekly"])
def test_each_script_is_sound_and_brings_what_the_machine_lacks(name: str) -> None:
    script = ROOT / ".ci" / name
    assert script.stat().st_mode & 0o111
    assert "\n. .ci/machine\n" in script.read_text()
    assert "apt-get" not in script.read_text()
    subprocess.run(["bash", "-n", str(script)], check=True)
