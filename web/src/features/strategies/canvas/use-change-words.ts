import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { useTextIn } from '../draft/use-text-in'
import { useCanvas } from './canvas-context'

/** “2 changes: new stage Call, changed Letter”. */
export function useChangeWords(): string {
  const { t } = useLingui()
  const format = useFormat()
  const textIn = useTextIn()
  const { strategy, changes, editing, expected } = useCanvas()
  const names = (list: { name: string }[]) => format.list(list.map((one) => one.name))
  const drafts = (list: typeof changes.added) => names(list.map((stage) => ({ name: textIn(stage.name) || '—' })))
  if (strategy.version_n === null) {
    const stages = editing.draft.stages.length
    const total = expected.total
    const stageWords = t`${plural(stages, { one: '# stage', other: '# stages' })}`
    return total === null ? stageWords : `${stageWords}, ${t`${plural(total, { one: '# customer', other: '# customers' })}`}`
  }
  const [added, changed, removed] = [drafts(changes.added), drafts(changes.changed), names(changes.removed)]
  const parts = [
    added && t`new: ${added}`,
    changed && t`changed: ${changed}`,
    removed && t`removed: ${removed}`,
    changes.isReordered && t`other order`,
    changes.isSegmentChanged && t`other segment`,
  ].filter((part) => typeof part === 'string' && part !== '')
  return parts.length > 0 ? parts.join('; ') : t`differs from the running version`
}
