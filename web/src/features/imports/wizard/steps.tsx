import { useLingui } from '@lingui/react/macro'
import { Icon } from '@/ui/icon'
import type { ImportStatus } from '../api/types'
import css from './wizard.module.css'

export type Step = 'file' | 'columns' | 'check' | 'run'

export function stepOf(status: ImportStatus, isChecked: boolean): Step {
  if (status === 'ANALYZING') return 'file'
  if (status === 'DRAFT') return isChecked ? 'check' : 'columns'
  return status === 'CHECKING' ? 'check' : 'run'
}

/** Where in the import one is. */
export function Steps({ at }: { at: Step }) {
  const { t } = useLingui()
  const steps: { step: Step; label: string }[] = [{ step: 'file', label: t`File` }, { step: 'columns', label: t`Columns` }, { step: 'check', label: t`Dry run` }, { step: 'run', label: t`Import` }]
  return (
    <ol className={css.steps} aria-label={t`Steps of the import`}>
      {steps.map(({ step, label }, index) => (
        <li key={step} className={css.link} aria-current={step === at ? 'step' : undefined}>
          {index > 0 && <Icon name="chevron-right" size={12} />}
          {step === at ? <b className="t1">{label}</b> : label}
        </li>
      ))}
    </ol>
  )
}
