from kurator.platform.dispatcher import run_dispatcher
from kurator.platform.features import Feature, Loop

FEATURE = Feature(name="platform", loops=[Loop("dispatcher", run_dispatcher)])
