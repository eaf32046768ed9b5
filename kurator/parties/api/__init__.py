from kurator.parties.api import (
    catalogue,
    contacts,
    history,
    lists,
    parties,
    recycle_bin,
    search,
    shares,
    views,
)

DOORS = (
    lists.door,
    parties.door,
    history.door,
    recycle_bin.door,
    shares.door,
    contacts.door,
    catalogue.door,
    views.door,
    search.door,
)
