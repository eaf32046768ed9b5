from kurator.platform.dispatcher import run_dispatcher
from kurator.platform.features import Feature, Loop
from kurator.platform.tasks import sweep

FEATURE = Feature(
    name="platform", loops=[Loop("dispatcher", run_dispatcher), Loop("sweeper", sweep)]
)
