from typing import Any

Values = dict[str, Any]
Texts = dict[str, Any]
"""Names by language; `services` check each."""
