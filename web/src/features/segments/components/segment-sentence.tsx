import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { GroupNode } from '@/lib/expression/tree'
import type { History } from '@/lib/hooks/use-history'
import { IconButton } from '@/ui/icon-button'
import { Sentence } from '@/ui/sentence'
import { Status } from '@/ui/status'
import css from './segment.module.css'

interface Props {
  text: string
  isEmpty: boolean
  hasErrors: boolean
  /** A save was tried while there is nothing to save. */
  isRefused: boolean
  missing: number
  history: History<GroupNode>
  isReadOnly: boolean
}

/** What the conditions mean, in words; generated, never typed. */
export function SegmentSentence({ text, isEmpty, hasErrors, isRefused, missing, history, isReadOnly }: Props) {
  const { t } = useLingui()
  return (
    <div className={css.sentence}>
      <p aria-live="polite">{text ? <Sentence text={text} /> : <span className="t3">{isEmpty ? t`Add a condition: the sentence writes itself.` : hasErrors ? t`Mend the marked conditions to count` : '…'}</span>}</p>
      <div className="row">
        {!isReadOnly && (
          <span className={css.tools}>
            <IconButton icon="undo" size="sm" label={t`Undo`} keys="mod+z" disabled={!history.canUndo} onClick={history.undo} />
            <IconButton icon="undo" size="sm" label={t`Redo`} keys="mod+shift+z" className={css.mirrored} disabled={!history.canRedo} onClick={history.redo} />
          </span>
        )}
        {isRefused && isEmpty && <Status tone="bad">{t`A segment needs at least one condition`}</Status>}
        {missing > 0 && <Status tone="info">{t`${plural(missing, { one: '# row is unfinished and does not count yet', other: '# rows are unfinished and do not count yet' })}`}</Status>}
        <span className="grow" />
        <span className="m t3">{t`how many pass each condition alone`}</span>
      </div>
    </div>
  )
}
