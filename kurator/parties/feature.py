from kurator.parties.tracked import CONTACT_POINT, PARTY, PARTY_TAG
from kurator.platform.features import Feature

FEATURE = Feature(name="parties", tracked=[PARTY, CONTACT_POINT, PARTY_TAG])
