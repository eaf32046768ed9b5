from kurator.parties.catalogue import SUBJECT
from kurator.parties.steps import STEPS
from kurator.parties.tracked import CONTACT_POINT, PARTY, PARTY_TAG
from kurator.platform.features import Feature

FEATURE = Feature(
    name="parties",
    subjects=[SUBJECT],
    steps=STEPS,
    tracked=[PARTY, CONTACT_POINT, PARTY_TAG],
)
