from kurator.platform.features import Feature
from kurator.tracking.retention import PERSONAL_VALUES, SECURITY_EVENTS

FEATURE = Feature(name="tracking", retention=[SECURITY_EVENTS, PERSONAL_VALUES])
