import { useLingui } from '@lingui/react/macro'
import { IconButton } from '@/ui/icon-button'
import { Menu } from '@/ui/menu'
import { showToast } from '@/ui/toast'
import { duplicateStage, removeStage } from '../draft/draft'
import { useTextIn } from '../draft/use-text-in'
import type { StageDraft } from '../types'
import { useCanvas } from './canvas-context'

interface Props {
  stage: StageDraft
  index: number
  onMove: (by: 1 | -1) => void
}

export function StageMenu({ stage, index, onMove }: Props) {
  const { t } = useLingui()
  const { editing, openStage } = useCanvas()
  const textIn = useTextIn()
  const { draft, change, history } = editing
  const number = index + 1
  const name = textIn(stage.name) || t`Stage ${number}`

  function remove(): void {
    change(removeStage(draft, stage.uid))
    showToast(t`Stage removed from the draft: ${name}`, { undo: history.undo })
  }

  return (
    <Menu
      position="bottom-end"
      target={<IconButton icon="more" size="sm" label={t`Actions of stage ${name}`} withTooltip={false} />}
      sections={[
        { id: 'edit', items: [{ id: 'open', label: t`Edit the stage`, icon: 'note', run: () => { openStage(stage.uid) } }, { id: 'copy', label: t`Duplicate`, icon: 'copy', run: () => { change(duplicateStage(draft, stage.uid)) } }] },
        {
          id: 'move',
          items: [
            { id: 'left', label: t`Move earlier`, icon: 'chevron-left', keys: 'alt+ArrowLeft', isDisabled: index === 0, run: () => { onMove(-1) } },
            { id: 'right', label: t`Move later`, icon: 'chevron-right', keys: 'alt+ArrowRight', isDisabled: index === draft.stages.length - 1, run: () => { onMove(1) } },
          ],
        },
        { id: 'remove', items: [{ id: 'remove', label: t`Remove from the draft`, icon: 'trash', isDanger: true, run: remove }] },
      ]}
    />
  )
}
