from kurator.access.api import door
from kurator.platform.features import Feature

FEATURE = Feature(name="access", doors=[door])
