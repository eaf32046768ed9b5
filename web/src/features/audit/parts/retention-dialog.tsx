import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { wordsOf } from '@/api/refusal'
import { useDebounced } from '@/lib/hooks/use-debounced'
import { Checkbox } from '@/ui/checkbox'
import { Dialog } from '@/ui/dialog'
import { NumberInput } from '@/ui/number-input'
import { showToast } from '@/ui/toast'
import { previewRetention, retentionQuery, setRetention, type Retention } from '../api'
import css from './parts.module.css'
import { useDaysText } from './use-days-text'

/** Sets the time of one kind of data; says beforehand how much would go. */
export function RetentionDialog({ rule, onClose }: { rule: Retention; onClose: () => void }) {
  const { t } = useLingui()
  const daysText = useDaysText()
  const client = useQueryClient()
  const [days, setDays] = useState<number | null>(rule.days ?? rule.default_days ?? Math.max(rule.least_days, 365))
  const [isForEver, setIsForEver] = useState(rule.days === null)
  const wanted = isForEver ? null : days
  const asked = useDebounced(wanted, 300)
  const isAllowed = isForEver || (days !== null && days >= rule.least_days)
  const preview = useQuery({ queryKey: ['audit', 'retention', rule.code, asked], queryFn: () => previewRetention(rule.code, asked), enabled: asked !== null && asked >= rule.least_days })
  const apply = async (value: number | null) => { client.setQueryData(retentionQuery.queryKey, await setRetention(rule.code, value)) }
  const saving = useMutation({
    mutationFn: () => apply(wanted),
    onSuccess: () => {
      const [kept, kind] = [daysText(wanted), rule.label]
      showToast(t`${kind}: kept ${kept}`, { undo: () => apply(rule.days) })
      onClose()
    },
  })
  const least = daysText(rule.least_days)
  const error = wordsOf(saving.error) ?? (isAllowed ? undefined : t`Not less than ${least}`)
  const save = () => { if (isAllowed && !saving.isPending) saving.mutate() }
  const count = preview.data?.count ?? 0
  const going = plural(count, { one: 'The next night # record goes, and cannot be brought back.', other: 'The next night # records go, and cannot be brought back.' })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={rule.label}
      subtitle={rule.hint}
      act={{ label: t`Save`, run: save, isBusy: saving.isPending, isReady: isAllowed }}
      refusal={isForEver && wordsOf(saving.error)}
    >
      <div className={css.form}>
        <Checkbox label={t`Keep for ever`} checked={isForEver} onChange={setIsForEver} />
        {!isForEver && <NumberInput label={t`Keep for days`} value={days} onChange={setDays} min={rule.least_days} error={error} autoFocus />}
        {!isForEver && isAllowed && preview.data && <p className={count > 0 ? 'warn' : 't3'} aria-live="polite">{count > 0 ? going : t`Nothing is that old now.`}{!preview.data.is_exact && ` ${t`There are more; they were not counted to the end.`}`}</p>}
      </div>
    </Dialog>
  )
}
