"""Values that no screen sends, for every field of every operation (one list for all)."""

from typing import Any, Final

DEEP: Any = "x"
for _ in range(500):
    DEEP = {"a": DEEP}

TEXTS: Final[dict[str, str]] = {
    "nul": "a\x00b",
    "right_to_left": "a\u202eb",
    "zero_width": "\u200b\u200d\ufeff",
    "only_spaces": " \u00a0\t\n ",
    "megabyte": "я" * 500_000,
    "lone_surrogate": "a\ud800b",
    "sql": "'; DROP TABLE parties_party; --",
    "template": "{{7*7}}${7*7}<%= 7*7 %>{0.__class__}%s%n",
    "lookup": "${jndi:ldap://127.0.0.1/a}",
    "formula": "=cmd|' /C calc'!A0",
    "markup": "<svg onload=alert(1)><script>alert(1)</script>",
    "path": "../../../../etc/passwd",
    "device": "CON",
    "trailing": "name. ",
    "homograph": "Іvаn",
    "header": "a\r\nBcc: all@example.com",
    "prototype": "__proto__",
    "phone_of_60_digits": "+" + "9" * 60,
    "phone_of_no_digits": "+()-",
    "idn_mail": "почта@пример.рф",
    "year_0": "0000-01-01",
    "year_before_0": "-0001-01-01T00:00:00Z",
    "year_9999": "9999-12-31T23:59:59+14:00",
    "no_leap_day": "2025-02-29",
    "gap_of_summer_time": "2026-03-29T03:30:00",
    "no_instant": "2026-13-45T99:99:99Z",
    "nil_id": "00000000-0000-0000-0000-000000000000",
    "infinity": "Infinity",
}
OTHERS: Final[dict[str, Any]] = {
    "null": None,
    "true": True,
    "negative": -1,
    "minus_zero": -0.0,
    "tiny": 1e-7,
    "huge": 10**30,
    "beyond_any_number": 10**400,
    "huge_float": 1e308,
    "not_a_number": float("nan"),
    "list": [],
    "many": ["x"] * 5000,
    "object": {},
    "prototype_object": {"__proto__": {"is_admin": True}, "constructor": 1},
    "deep": DEEP,
}
VALUES: Final[dict[str, Any]] = {**TEXTS, **OTHERS}
# What no library writes; it stands in a body in the place of a value.
WRITTEN: Final[dict[str, bytes]] = {
    "ten_thousand_deep": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "ten_thousand_lists": b"[" * 10_000 + b"]" * 10_000,
    "same_name_twice": b'{"a": 1, "a": {"b": 2}}',
    "endless_number": b"1e400",
    "half_of_a_pair_twice": b'"\\ud800\\ud800"',
}

RAW: Final[dict[str, bytes]] = {
    "empty": b"",
    "no_json": b"\x89PNG\r\n",
    "half_of_a_pair": b'{"name": "\\ud800"}',
    "nul": b'{"name": "\\u0000"}',
    "not_a_number": b'{"limit": NaN}',
    "too_large_a_number": b'{"limit": 1e400}',
    "ten_thousand_deep": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "same_name_twice": b'{"name": "a", "name": {"en": "b"}}',
    "another_charset": b'{"name": "\xc8\xe2\xe0\xed"}',
    "byte_order_mark": b'\xef\xbb\xbf{"name": "a"}',
    "a_list": b"[]",
    "a_text": b'"a"',
    "null": b"null",
    "packed": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
}
QUERIES: Final[list[str]] = [
    "%00",
    "%ED%A0%80",
    "%FF",
    "-1",
    "1e400",
    "99999999999999999999999",
    "NaN",
    "%27%3B--",
    "../../",
    "a" * 3000,
]
