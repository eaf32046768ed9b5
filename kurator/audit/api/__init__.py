from kurator.audit.api import consents, copies, keeping, log

DOORS = (log.door, keeping.door, consents.door, copies.door)
