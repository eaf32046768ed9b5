"""Files to import: a slice of the Telco data set, or one that looks like it; and one with faults."""

import csv
import io
from pathlib import Path
from random import Random

from tools.linters.source import ROOT

SOURCE = ROOT.parent / "shared/data/churn_ibm_telco/Telco-Customer-Churn.csv"
ROWS = 40
HEAD = ("customerID", "gender", "SeniorCitizen", "Partner", "tenure", "InternetService", "Contract")
MONEY = ("MonthlyCharges", "TotalCharges")

# Row 3 has no 31st, row 5 a cell too many, row 6 a word for a number; 03/04 may be two days.
FAULTY = """external id;name;signed;calls;paid
J-1;Козаченко Ірина;03/04/2025;1;05.06.2025
J-2;Руденко Олег;04/05/2025;2;31.02.2025
J-3;Мельничук Інна;05/06/2025;3;07.06.2025
J-4;Савчук Лев;06/07/2025;4;08.06.2025;лишнее
J-5;Ткач Ніна;07/08/2025;багато;09.06.2025
"""


def write_telco(path: Path) -> Path:
    """The first forty subscribers."""
    if SOURCE.exists():
        with SOURCE.open(encoding="utf-8") as source:
            lines = [next(source) for _ in range(ROWS + 1)]
        path.write_text("".join(lines), encoding="utf-8")
    else:
        path.write_text(_look_alike(), encoding="utf-8")
    return path


def write_faulty(path: Path) -> Path:
    """As a program on an old desk writes it: semicolons, Windows-1251."""
    path.write_bytes(FAULTY.encode("cp1251", errors="replace"))
    return path


def _look_alike() -> str:
    random = Random(7)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*HEAD, *MONEY, "Churn"])
    for number in range(ROWS):
        tenure, monthly = random.randint(1, 72), round(random.uniform(18, 119), 2)
        writer.writerow(
            [
                f"{1000 + number}-JRNEY",
                random.choice(["Female", "Male"]),
                random.randint(0, 1),
                random.choice(["Yes", "No"]),
                tenure,
                random.choice(["DSL", "Fiber optic", "No"]),
                random.choice(["Month-to-month", "One year", "Two year"]),
                monthly,
                round(monthly * tenure, 2),
                random.choice(["Yes", "No"]),
            ]
        )
    return text.getvalue()
