import { msg } from '@lingui/core/macro'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import { useCommands } from '@/lib/commands/use-commands'
import { CanvasPage } from '@/ui/canvas-page'
import { checkQuery } from '../api'
import { draftChanges } from '../draft/changes'
import { insertStage, newStage } from '../draft/draft'
import { useExpected } from '../draft/expected'
import { usePublishedDraft } from '../draft/use-published-draft'
import { useStrategyDraft } from '../draft/use-strategy-draft'
import { StageDrawer } from '../editor/stage-drawer'
import { MembersTab } from '../members/members-tab'
import type { Strategy } from '../types'
import { useStrategySearch } from '../use-strategy-search'
import { CanvasContext, type Canvas } from './canvas-context'
import { DraftBar } from './draft-bar'
import { DraftConflict } from './draft-conflict'
import { LowerHalf } from './lower-half'
import { StageFlow } from './stage-flow'
import { StrategyHead } from './strategy-head'

export function StrategyCanvas({ strategy }: { strategy: Strategy }) {
  const can = useCan()
  const { search, patch, show } = useStrategySearch()
  const editing = useStrategyDraft(strategy)
  const { history, draft } = editing
  const published = usePublishedDraft(strategy)
  const canEdit = can('strategies.edit') && strategy.state !== 'ENDED' && !strategy.is_partly_hidden
  const isOpenDraft = strategy.state === 'DRAFT' || strategy.is_changed
  const check = useQuery({ ...checkQuery(strategy.id, strategy.revision), enabled: isOpenDraft, placeholderData: (old) => old })
  const expected = useExpected(draft, isOpenDraft)
  const isEditable = () => canEdit && search.tab !== 'members'

  function addStage(): void {
    const stage = newStage()
    editing.change(insertStage(draft, draft.stages.length, stage))
    patch({ edit: stage.uid })
  }

  useCommands([
    { id: 'strategies.undo', label: msg`Undo an edit of the draft`, icon: 'undo', scope: 'page', shortcut: 'mod+z', when: () => isEditable() && history.canUndo, run: history.undo },
    { id: 'strategies.redo', label: msg`Redo an edit of the draft`, scope: 'page', shortcut: ['mod+shift+z', 'mod+y'], when: () => isEditable() && history.canRedo, run: history.redo },
    { id: 'strategies.addStage', label: msg`Add a stage`, icon: 'plus', scope: 'page', shortcut: 'n', when: isEditable, run: addStage },
    { id: 'strategies.stages', label: msg`Show the stages`, scope: 'page', shortcut: '1', run: () => { show({}) } },
    { id: 'strategies.members', label: msg`Show the customers`, scope: 'page', shortcut: '2', when: () => strategy.version_n !== null, run: () => { show({ tab: 'members' }) } },
  ])

  const canvas: Canvas = {
    strategy,
    editing,
    published,
    changes: draftChanges(draft, strategy.places, published),
    check: isOpenDraft ? check.data : undefined,
    expected,
    canEdit,
    openStage: (uid) => { patch({ edit: uid }) },
    openPlace: (uid) => { patch({ place: uid }) },
  }
  const edited = draft.stages.find((stage) => stage.uid === search.edit)
  return (
    <CanvasContext value={canvas}>
      <CanvasPage
        resetKey={strategy.id}
        head={<StrategyHead />}
        status={canEdit && isOpenDraft && search.tab !== 'members' ? <DraftBar /> : undefined}
        isDraft
      >
        {(editing.state === 'conflict' || editing.state === 'failed') && <DraftConflict />}
        {search.tab === 'members' ? <MembersTab /> : <><StageFlow onAdd={addStage} /><LowerHalf /></>}
      </CanvasPage>
      {edited && <StageDrawer key={edited.uid} stage={edited} onClose={() => { patch({ edit: undefined }) }} />}
    </CanvasContext>
  )
}
