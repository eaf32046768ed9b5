from kurator.people.api import keys, looks, persons, roles, teams

DOORS = (persons.door, teams.door, roles.door, keys.door, looks.door)
