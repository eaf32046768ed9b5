"""Each linter lets good code pass and names the line of bad code."""

from pathlib import Path

import pytest

from tools.linters.__main__ import check, check_house, house_files
from tools.linters.source import Source

GOOD_TEXTS = 'texts = {"en": "No", "ru": "Нет", "uk": "Ні"}\n'

CASES = [
    ("file-length", "kurator/claims/services.py", "x = 1\n" * 401),
    ("function-length", "kurator/claims/rules.py", "def f():\n" + "    x = 1\n" * 41),
    ("clock", "kurator/claims/services.py", "now = timezone.now()\n"),
    ("clock", "kurator/claims/services/merge.py", "at = datetime.now(UTC)\n"),
    ("clock", "kurator/claims/services.py", "row.finished_at = Now()\n"),
    ("clock", "kurator/claims/selectors.py", "rows.filter(at__lt=functions.Now())\n"),
    ("clock", "kurator/kernel/periods.py", "today = datetime.date.today()\n"),
    ("http", "kurator/claims/services.py", "from django.http import HttpRequest\n"),
    ("http", "kurator/claims/models.py", "from ninja import Schema\n"),
    ("scoped", "kurator/claims/api.py", "rows = Claim.objects.all()\n"),
    ("names", "kurator/claims/utils.py", "x = 1\n"),
    ("names", "kurator/helpers/text.py", "x = 1\n"),
    ("signals", "kurator/claims/feature.py", "from django.db.models.signals import post_save\n"),
    ("keyword-only", "kurator/claims/services.py", "def resolve_claim(viewer, claim, now): ...\n"),
    ("related-name", "kurator/claims/models.py", 'x = models.ForeignKey("parties.Party")\n'),
    ("doors", "kurator/claims/services.py", "from kurator.sales.models import Deal\n"),
    ("doors", "kurator/claims/api.py", "import kurator.parties.schemas\n"),
    ("egress", "kurator/claims/services.py", "import httpx\n"),
    ("egress", "kurator/config/health.py", "from urllib.request import urlopen\n"),
    ("migrations", "kurator/claims/migrations/0002_x.py", "x = migrations.RemoveField('a', 'b')\n"),
    (
        "migrations",
        "kurator/claims/migrations/0002_x.py",
        "x = migrations.AddField('a', 'b', field=models.TextField(default=''))\n",
    ),
    ("languages", "kurator/claims/services.py", 'texts = {"en": "No", "ru": "Нет"}\n'),
    ("languages", "kurator/claims/services.py", 'texts = {"en": "No", "ru": "Нет", "uk": ""}\n'),
    ("raw-text", "kurator/claims/services.py", 'message = "Нет"\n'),
    ("raw-text", "kurator/claims/services.py", 'Permission("a", label="See claims")\n'),
]

GOOD = [
    ("kurator/claims/services.py", GOOD_TEXTS),
    ("kurator/claims/services.py", "def resolve_claim(*, viewer, claim_id, now): ...\n"),
    ("kurator/claims/services.py", "from kurator.sales.services import win_deal\n"),
    ("kurator/claims/services.py", "from kurator.parties.models import Party\n"),
    ("kurator/claims/api.py", "from django.http import HttpRequest\nnow = timezone.now()\n"),
    ("kurator/claims/tests/test_api.py", "x = Claim.objects.all()\ny = 'Нет'\n"),
    ("kurator/claims/models.py", 'x = models.ForeignKey("parties.Party", related_name="+")\n'),
    ("kurator/claims/models.py", 'x = models.ForeignKey("Claim")\n'),
    ("kurator/claims/rules.py", 'y = "Не"  # allow: raw-text - a probe, not a word\n'),
    ("kurator/claims/rules.py", 'x = text("Name", "Имя", "Ім’я")\nheads = {"имя", "телефон"}\n'),
    ("kurator/claims/rules.py", '# allow in this file: raw-text - words of files\ny = "Нет"\n'),
    ("kurator/claims/api.py", "from kurator.access.session import ApiRequest\n"),
    (
        "kurator/claims/migrations/0002_x.py",
        "x = migrations.AddField('a', 'b', field=models.TextField(db_default=''))\n",
    ),
    ("kurator/bench/http.py", "from urllib.request import urlopen\n"),
    ("kurator/config/urls.py", "from kurator.claims.api import door\n"),
]


@pytest.mark.parametrize(("linter", "path", "text"), CASES)
def test_bad_code_is_refused(linter: str, path: str, text: str) -> None:
    assert {problem.linter for problem in check(Source(Path(path), text))} == {linter}


@pytest.mark.parametrize(("path", "text"), GOOD)
def test_good_code_passes(path: str, text: str) -> None:
    assert check(Source(Path(path), text)) == []


ONE = Source(Path("kurator/claims/schemas.py"), "class RowOut(Schema): ...\n")


@pytest.mark.parametrize(
    "text",
    [
        "class RowOut(Schema): ...\n",
        "class Mine(StrictSchema): ...\nclass RowOut(Mine): ...\n",
        "class RowOut(Page[int]): ...\nclass Page(ninja.Schema): ...\n",
        "class RowOut(StrEnum): ...\nclass Other(Schema):\n    kind: RowOut | None\n",
    ],
)
def test_two_shapes_of_one_name_are_refused(text: str) -> None:
    problems = check_house([ONE, Source(Path("kurator/sales/schemas.py"), text)])
    assert [(p.linter, p.path.as_posix()) for p in problems] == [
        ("schema-names", "kurator/sales/schemas.py")
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("kurator/sales/types.py", "class RowOut(NamedTuple): ...\n"),
        ("kurator/sales/types.py", "class RowOut(StrEnum): ...\n"),
        ("kurator/sales/tests/test_x.py", "class RowOut(Schema): ...\n"),
        ("kurator/sales/schemas.py", "class RowIn(Schema): ...\n"),
    ],
)
def test_a_name_may_be_used_again_where_the_api_does_not_see_it(path: str, text: str) -> None:
    assert check_house([ONE, Source(Path(path), text)]) == []


def test_an_excuse_needs_a_reason() -> None:
    source = Source(Path("kurator/claims/rules.py"), 'y = "Нет"  # allow: raw-text\n')

    assert [problem.linter for problem in check(source)] == ["raw-text"]


def test_the_house_is_clean() -> None:
    assert check_house([Source.read(path) for path in house_files()]) == []
