import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useFields } from '@/api/fields'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Popover } from '@/ui/popover'
import { ProgressBar } from '@/ui/progress-bar'
import type { Party } from '../api/types'
import css from './record.module.css'

function openEditor(label: string): void {
  const rows = document.querySelectorAll<HTMLElement>('[data-attributes] dt, [data-attributes] [data-add]')
  const row = [...rows].find((one) => one.textContent.includes(label) || one.dataset.add === label)
  const next = row?.tagName === 'DT' ? row.nextElementSibling?.querySelector('button') : row
  if (next instanceof HTMLElement) next.click()
}

/** How much is filled in, and what to fill next. */
export function Completeness({ party }: { party: Party }) {
  const { t } = useLingui()
  const format = useFormat()
  const { byCode } = useFields()
  const [isOpen, setIsOpen] = useState(false)
  const { percent, missing } = party.completeness
  const shown = format.percent(percent / 100)
  if (missing.length === 0) return <span className="num">{t`filled in ${shown}`}</span>
  return (
    <Popover isOpen={isOpen} onChange={setIsOpen} width={240} position="bottom-end" label={t`What to fill in`} target={<Button variant="ghost" size="sm" onClick={() => { setIsOpen(!isOpen) }}><ProgressBar label={t`Filled in`} value={percent / 100} width={40} /><span className="num t3">{t`filled in ${shown}`}</span></Button>}>
      <div className={`${css.missing} ${css.pop}`}>
        <p className="m t3">{t`What to fill in`}</p>
        {missing.map((code) => {
          const label = byCode.get(code)?.label ?? code
          return <Button key={code} variant="link" size="sm" icon="plus" onClick={() => { setIsOpen(false); setTimeout(() => { openEditor(label) }) }}>{label}</Button>
        })}
      </div>
    </Popover>
  )
}
