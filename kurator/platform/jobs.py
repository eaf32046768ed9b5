"""
Two queues of jobs. A job that may take more than a few seconds goes to the long one, so that it
never keeps a short one waiting.
"""

from typing import Final

LONG: Final = "long"
SHORT: Final = "short"
