import { useLingui } from '@lingui/react/macro'
import { Button } from '@/ui/button'
import { FilterChip } from '@/ui/filter-chip'
import { Popover } from '@/ui/popover'
import type { ConditionWords } from '../expression/use-condition-words'
import css from './filter.module.css'

interface Props {
  words: ConditionWords[]
  onRemove: (index: number) => void
}

/** Conditions for which the bar has no room. */
export function HiddenFilters({ words, onRemove }: Props) {
  const { t } = useLingui()
  return (
    <Popover width={320} label={t`More filters`} target={<Button variant="ghost" size="sm" aria-label={t`More filters`}>+{words.length}</Button>}>
      <div className={`${css.editor} ${css.pop}`}>
        {words.map(({ field, value }, index) => <FilterChip key={index} field={field} value={value} onRemove={() => { onRemove(index) }} />)}
      </div>
    </Popover>
  )
}
