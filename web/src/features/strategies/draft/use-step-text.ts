import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useFields, useTags, type Field } from '@/api/fields'
import { usePeople } from '@/api/people'
import type { LocalizedText } from '@/i18n/texts'
import { useFormat, type Format } from '@/lib/format/use-format'
import { iconPaths, type IconName } from '@/lib/icon-paths'
import { stepsQuery } from '../api'
import type { StepDraft } from '../types'
import { useTextIn } from './use-text-in'

export interface StepText {
  icon: IconName
  /** What it is: “Create a task”. */
  label: string
  /** What it does with these parameters; '' while nothing is filled in. */
  detail: string
}

function valueText(field: Field | undefined, value: unknown, format: Format, yesNo: [string, string]): string {
  if (value === null || value === undefined || value === '') return '—'
  if (field?.kind === 'choice') return field.choices.find((choice) => choice.value === value)?.label ?? '—'
  if (field?.kind === 'money' && field.currency) return format.money(Number(value), field.currency)
  if (typeof value === 'number') return format.number(value)
  if (typeof value === 'boolean') return value ? yesNo[0] : yesNo[1]
  return field?.kind === 'date' ? format.fullDate(String(value)) : typeof value === 'string' ? value : '—'
}

/** How a step of a scenario reads in one line. */
export function useStepText(): (step: StepDraft) => StepText {
  const { t } = useLingui()
  const { data: kinds = [] } = useQuery(stepsQuery)
  const { byCode } = useFields()
  const tags = useTags()
  const people = usePeople()
  const format = useFormat()
  const textIn = useTextIn()

  function detailOf({ parameters }: StepDraft): string {
    const { title, text, field, tag, user } = parameters
    if (title ?? text) return textIn((title ?? text) as LocalizedText)
    if (typeof field === 'string') {
      const known = byCode.get(field)
      return `${known?.label ?? field}: ${valueText(known, parameters.value, format, [t`yes`, t`no`])}`
    }
    if (typeof tag === 'string') return tags.find((one) => one.id === tag)?.name ?? ''
    return typeof user === 'string' ? (people.nameOf(user) ?? '') : ''
  }

  return (step) => {
    const kind = kinds.find((one) => one.code === step.step)
    const icon = kind && kind.icon in iconPaths ? (kind.icon as IconName) : 'note'
    return { icon, label: kind?.label ?? step.step, detail: detailOf(step) }
  }
}
