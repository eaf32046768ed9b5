from kurator.parties.api import catalogue, contacts, parties, recycle_bin, search, shares, views

DOORS = (
    parties.door,
    recycle_bin.door,
    shares.door,
    contacts.door,
    catalogue.door,
    views.door,
    search.door,
)
