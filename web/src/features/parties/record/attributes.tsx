import { useLingui } from '@lingui/react/macro'
import { useFields, type Field } from '@/api/fields'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { KeyValue } from '@/ui/key-value'
import { Section } from '@/ui/section'
import type { Party } from '../api/types'
import { AttributeRow } from './attribute-row'
import { Completeness } from './completeness'
import { Contacts } from './contacts'
import { NameRow } from './name-row'
import { TagsRow } from './tags-row'

/** Drawn in their own ways, or elsewhere on the card. */
const apart = ['party.name', 'party.tags', 'party.phone', 'party.email', 'party.number', 'party.completeness']

interface FieldGroup {
  code: string
  title: string
  fields: Field[]
}

function groupsOf(all: Field[]): FieldGroup[] {
  const groups = Map.groupBy(all.filter((field) => !apart.includes(field.code)), (field) => field.group)
  const listed = [...groups].map(([title, fields]) => ({ title, fields, code: fields[0]?.group_code ?? '' }))
  const place = (group: FieldGroup) => (group.code === 'service' ? 2 : group.code === 'legal' ? 1 : 0)
  return listed.sort((a, b) => place(a) - place(b))
}

/** Left column: what is known of the customer, each value edited where it stands. */
export function Attributes({ party }: { party: Party }) {
  const { t } = useLingui()
  const { all, byCode } = useFields()
  const isPhone = useIsPhone()
  const name = byCode.get('party.name')
  const groups = groupsOf(all)
  return (
    <div data-attributes>
      {groups.map(({ code, title, fields }) => (
        <Section key={title} title={title} action={code === 'main' ? <Completeness party={party} /> : undefined}>
          <KeyValue labelWidth={isPhone ? 172 : 144}>
            {code === 'main' && name && <NameRow party={party} field={name} />}
            {fields.map((field) => <AttributeRow key={field.code} party={party} field={field} />)}
            {code === 'main' && <TagsRow party={party} label={byCode.get('party.tags')?.label ?? t`Tags`} />}
          </KeyValue>
          {code === 'contacts' && <Contacts party={party} />}
        </Section>
      ))}
    </div>
  )
}
