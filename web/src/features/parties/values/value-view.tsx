import { useLingui } from '@lingui/react/macro'
import type { Field } from '@/api/fields'
import { usePeople, nobodyId } from '@/api/people'
import { useSession } from '@/api/session'
import { shortName } from '@/lib/format/name'
import { Avatar } from '@/ui/avatar'
import { Status } from '@/ui/status'
import { TagList } from './tag-list'
import { toneOf } from './status-tones'
import { useValueText } from './use-value-text'

interface Props {
  field: Field
  value: unknown
  /** Family name and initial only, as in a table. */
  isShort?: boolean
}

function PersonView({ id, isShort }: { id: string; isShort?: boolean }) {
  const people = usePeople()
  const me = useSession()?.user.id
  const name = people.nameOf(id) ?? ''
  if (!name) return null
  return <><Avatar name={name} isMe={id === me} /><span className="el">{isShort ? shortName(name) : name}</span></>
}

/** A value as it stands in a table or in a list of attributes. */
export function ValueView({ field, value, isShort }: Props) {
  const { t } = useLingui()
  const textOf = useValueText()
  if (field.code === 'party.status' && value) return <Status tone={toneOf(value)}>{textOf(field, value)}</Status>
  if (field.kind === 'user') {
    const isNobody = !value || value === nobodyId
    return isNobody ? <span className="t3">{t`nobody`}</span> : <PersonView id={String(value)} isShort={isShort} />
  }
  if (field.kind === 'tags' && Array.isArray(value)) return <TagList ids={value as string[]} />
  if (Array.isArray(value) && value.length > 1) {
    const rest = textOf(field, value.slice(1))
    return <><span className="num el">{textOf(field, value[0])}</span><span className="m t3 num nb" title={rest}>+{value.length - 1}</span></>
  }
  const text = textOf(field, value)
  const isNumeric = field.kind === 'number' || field.kind === 'money' || field.kind === 'date' || field.kind === 'instant'
  return <span className={isNumeric ? 'num el' : 'el'}>{text}</span>
}
