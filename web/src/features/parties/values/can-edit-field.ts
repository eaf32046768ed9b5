import type { Field } from '@/api/fields'

/** The owner is a right of its own. */
export function canEditField(field: Field, can: (permission: string) => boolean): boolean {
  return field.can_edit && can(field.code === 'party.owner' ? 'parties.assign' : 'parties.edit')
}
