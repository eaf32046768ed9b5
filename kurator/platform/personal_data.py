"""What is known about one customer: each feature names its part, for the copy he may ask for."""

from dataclasses import dataclass

from kurator.kernel.localized import LocalizedText


@dataclass(frozen=True)
class PersonalDataSource:
    """
    `sql` returns one JSON object a row for the customer %(party)s, oldest first. It runs on the
    rights of the person who takes the copy, so row-level security holds.
    """

    code: str
    label: LocalizedText
    sql: str


def personal_data_sources() -> list[PersonalDataSource]:
    from kurator.platform.features import features

    return [source for feature in features() for source in feature.personal_data]
