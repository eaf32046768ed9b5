import { useLingui } from '@lingui/react/macro'
import type { IconName } from '@/lib/icon-paths'
import { Button } from './button'

/** What a form is for; Cancel stands beside it. */
export interface Act {
  /** Verb on the button: "Save". */
  label: string
  run: () => void
  isBusy?: boolean
  /** False while something the form asks for is missing. */
  isReady?: boolean
  icon?: IconName
  isDanger?: boolean
}

interface Props {
  /** Without `run` the button is the submit of the form it stands in. */
  act: Omit<Act, 'run'> & Partial<Pick<Act, 'run'>>
  onCancel: () => void
}

/** Cancel and what is done, the same everywhere; Esc and Ctrl+Enter do the same in a dialog. */
export function ActButtons({ act, onCancel }: Props) {
  const { t } = useLingui()
  return (
    <>
      <Button variant="ghost" onClick={onCancel}>{t`Cancel`}</Button>
      <Button
        type={act.run ? 'button' : 'submit'}
        variant={act.isDanger ? 'danger' : 'primary'}
        icon={act.icon}
        keys={act.run && 'mod+Enter'}
        isBusy={act.isBusy}
        disabled={act.isReady === false}
        onClick={act.run}
      >
        {act.label}
      </Button>
    </>
  )
}
