from kurator.people.api import keys, persons, roles, teams

DOORS = (persons.door, teams.door, roles.door, keys.door)
