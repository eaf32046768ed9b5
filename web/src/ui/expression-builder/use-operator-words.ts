import { useLingui } from '@lingui/react/macro'
import type { FieldKind } from '@/lib/expression/expression'

type Words = Record<string, string>

/** Operators as they read between a field and its value. */
export function useOperatorWords(): (op: string, kind?: FieldKind) => string {
  const { t } = useLingui()
  const plain: Words = {
    eq: t`equals`, ne: t`does not equal`, lt: t`less than`, le: t`at most`, gt: t`more than`, ge: t`at least`, between: t`between`,
    in: t`is any of`, not_in: t`is none of`, contains: t`contains`, starts: t`starts with`, is_empty: t`is not filled in`, not_empty: t`is filled in`,
    has_any: t`has any of`, has_all: t`has all of`, has_none: t`has none of`, in_segment: t`belongs to`, not_in_segment: t`does not belong to`,
  }
  const dated: Words = { eq: t`on`, ne: t`not on`, lt: t`before`, le: t`not later than`, gt: t`after`, ge: t`not earlier than`, between: t`in the period` }
  const yesNo: Words = { eq: t`is`, ne: t`is not` }
  return (op, kind) => {
    if (kind === 'date' || kind === 'instant') return dated[op] ?? plain[op] ?? op
    if (kind === 'bool') return yesNo[op] ?? plain[op] ?? op
    return plain[op] ?? op
  }
}
