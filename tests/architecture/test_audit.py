"""An audit fails on what is known to be weak, and claims nothing where no source answers."""

import gzip
import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools.audit import (
    NOT_JUDGED,
    SOUND,
    WEAK,
    Answer,
    Verdict,
    Weakness,
    audit,
    outcome,
    read_allowances,
    read_npm_audit,
    read_pip_audit,
    without_allowed,
)
from tools.check import Check
from tools.check import outcome as check_outcome

TODAY = date(2026, 11, 25)
MINIMIST, DJANGO, REACT = "GHSA-xvch-5gv4-984h", "GHSA-mmmm-0000-django", "GHSA-rrrr-0000-react"


class Source(ThreadingHTTPServer):
    """Advisories about Python packages (OSV) and about npm's, and what was asked."""

    daemon_threads = True

    def __init__(self, weak: dict[str, str], *, answers: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.weak, self.answers = weak, answers
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def judge(self, allowed: Path, today: date = TODAY) -> list[Verdict]:
        python = ("-s", "osv", "--osv-url", f"{self.address}/osv")
        registry = (f"--registry={self.address}/",)
        return audit(sources=[python], registry=registry, today=today, allowed=allowed)


class Desk(BaseHTTPRequestHandler):
    server: Source

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        asked = json.loads(body)
        if not self.server.answers:
            self.send_error(405)
        elif self.path == "/osv":
            self.say(self.python(asked["package"]["name"]))
        else:
            self.say({name: self.page(name) for name in asked if name in self.server.weak})

    def do_GET(self) -> None:
        self.send_error(404)

    def python(self, name: str) -> dict[str, Any]:
        self.server.asked.append(name)
        if name not in self.server.weak:
            return {}
        package = {"name": name, "ecosystem": "PyPI"}
        ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99"}]}]
        affected = [{"package": package, "ranges": ranges}]
        return {"vulns": [{"id": self.server.weak[name], "summary": "weak", "affected": affected}]}

    def page(self, name: str) -> list[dict[str, Any]]:
        self.server.asked.append(name)
        url = f"https://advisories.example/{self.server.weak[name]}"
        title = {"title": "weak", "severity": "high", "vulnerable_versions": "<99.0.0"}
        return [{"id": 1, "url": url, **title}]

    def say(self, answer: Any) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def allowed(tmp_path: Path) -> Path:
    path = tmp_path / "allowed.toml"
    path.write_text("")
    return path


@pytest.fixture
def served() -> Iterator[list[Source]]:
    sources: list[Source] = []
    yield sources
    for source in sources:
        source.shutdown()
        source.server_close()


def serve(served: list[Source], source: Source) -> Source:
    threading.Thread(target=source.serve_forever, args=(0.01,), daemon=True).start()
    served.append(source)
    return source


def excuse(id: str, package: str, until: str) -> str:
    return f'[[allowed]]\nid = "{id}"\npackage = "{package}"\nreason = "x"\nuntil = {until}\n'


def test_known_weaknesses_fail_and_are_named(allowed: Path, served: list[Source]) -> None:
    weak = {"django": DJANGO, "minimist": MINIMIST, "react": REACT}
    source = serve(served, Source(weak))

    verdicts = source.judge(allowed)

    assert outcome(verdicts) == WEAK
    text = "\n".join(verdict.text() for verdict in verdicts)
    assert DJANGO in text
    assert REACT in text
    assert {"psycopg", "urllib3", "cryptography", "react"} <= set(source.asked)

    allowed.write_text(
        excuse(DJANGO, "django", "2026-12-31") + excuse(REACT, "react", "2026-12-31")
    )
    left = source.judge(allowed)
    assert [v.answer and v.answer.weaknesses for v in left] == [[], []]
    assert outcome(left) == SOUND


def test_a_source_that_refuses_has_not_judged(allowed: Path, served: list[Source]) -> None:
    verdicts = serve(served, Source({}, answers=False)).judge(allowed)

    assert [verdict.answer for verdict in verdicts] == [None, None]
    assert outcome(verdicts) == NOT_JUDGED
    assert all("NOT JUDGED" in verdict.text() for verdict in verdicts)


def test_a_source_that_knows_nothing_bad_of_anything_is_not_believed(
    allowed: Path, served: list[Source]
) -> None:
    source = serve(served, Source({}))

    assert outcome(source.judge(allowed)) == NOT_JUDGED
    assert "psycopg" not in source.asked


def test_no_network_is_no_good_news(allowed: Path) -> None:
    source = Source({})
    source.server_close()
    assert outcome(source.judge(allowed)) == NOT_JUDGED


@pytest.mark.parametrize("output", ["", "Connection refused", "[]", '{"error": {"code": "EAI"}}'])
def test_what_is_no_answer_is_read_as_none(output: str) -> None:
    assert read_pip_audit(output) is None
    assert read_npm_audit(output) is None


def test_packages_that_the_source_does_not_know_are_not_called_sound() -> None:
    """A mirror without advisories says 404, and pip-audit then says that nothing is known."""
    skipped = [{"name": "django", "skip_reason": "not found"}]
    answer = read_pip_audit(json.dumps({"dependencies": skipped}))
    verdict = Verdict("x", answer)
    assert outcome([verdict]) == NOT_JUDGED
    assert "unknown to the source: django" in verdict.text()


def test_an_excuse_ends_with_its_day_and_needs_its_package() -> None:
    weakness = Weakness("a", frozenset({"CVE-1", "GHSA-1"}), "1")
    answer = Answer([weakness])
    allowances = read_allowances(excuse("CVE-1", "a", "2026-11-25"))
    assert without_allowed(answer, allowances, date(2026, 11, 25)).weaknesses == []
    assert without_allowed(answer, allowances, date(2026, 11, 26)).weaknesses == [weakness]
    other = read_allowances(excuse("CVE-1", "b", "2026-11-25"))
    assert without_allowed(answer, other, TODAY).weaknesses == [weakness]


def test_weak_through_another_package_is_told_once() -> None:
    said = {"severity": "high", "range": "<2", "title": "t", "url": "https://x/GHSA-2"}
    found = {"vulnerabilities": {"c": {"via": [said]}, "d": {"via": ["c"]}}}
    answer = read_npm_audit(json.dumps(found))
    assert answer is not None
    assert [weakness.text() for weakness in answer.weaknesses] == ["  c: GHSA-2 (high, in <2: t)"]


@pytest.mark.parametrize(("code", "word"), [(0, "ok"), (3, "????"), (1, "FAIL")])
def test_the_check_tells_not_judged_from_passed(
    capsys: pytest.CaptureFixture[str], code: int, word: str
) -> None:
    check = Check("audit", ["sh", "-c", f"echo said; exit {code}"])
    assert check_outcome(check) == code
    shown = capsys.readouterr().out
    assert shown.startswith(word)
    assert ("said" in shown) == (code != 0)
