from kurator.access.event_kinds import EVENT_KINDS
from kurator.platform.features import Feature

FEATURE = Feature(
    name="access",
    event_kinds=EVENT_KINDS,
)
