"""Every line of the log is one JSON object, whoever says it."""

import json
import subprocess
import sys

SAYS = """
import logging, structlog
from kurator.config.logs import configure_logs
configure_logs("INFO")
structlog.get_logger("ours").info("request", status=404)
logging.getLogger("django.request").warning("Not Found: %s", "/x")
logging.getLogger("library").warning("slow %s", "Київ")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("django.request").exception("Internal Server Error")
"""


def test_libraries_speak_json_too() -> None:
    done = subprocess.run([sys.executable, "-c", SAYS], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in (done.stdout + done.stderr).splitlines()]
    assert [line["event"] for line in lines] == ["request", "slow Київ", "Internal Server Error"]
    assert "ZeroDivisionError" in lines[2]["exception"]
    assert all({"level", "timestamp"} <= set(line) for line in lines)
