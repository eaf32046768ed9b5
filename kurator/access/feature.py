from kurator.platform.features import Feature

FEATURE = Feature(name="access")
