import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { wordsOf } from '@/api/refusal'
import { Dialog } from '@/ui/dialog'
import { Section } from '@/ui/section'
import { Skeleton } from '@/ui/skeleton'
import { showToast } from '@/ui/toast'
import { useExpected } from '../draft/expected'
import { useTextIn } from '../draft/use-text-in'
import { lobbyUid } from '../types'
import { BeginsList } from './begins-list'
import { useCanvas } from './canvas-context'
import { CompareTable } from './compare-table'
import css from './strategy.module.css'
import { useTurns } from './use-turns'

/** What activation does, in numbers, before it is done. */
export function ActivateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const textIn = useTextIn()
  const { strategy, editing, check } = useCanvas()
  const turns = useTurns(strategy)
  const expected = useExpected(editing.draft, true)
  const { name, version_n: version } = strategy
  const next = (version ?? 0) + 1
  const total = expected.total ?? 0
  const rows = [
    { uid: lobbyUid, name: t`Waiting` },
    ...editing.draft.stages.map((stage, index) => ({ uid: stage.uid, name: `${index + 1} ${textIn(stage.name)}` })),
  ]

  function activate(): void {
    turns.activate().then(() => {
      onClose()
      showToast(version === null ? t`“${name}” activated` : t`“${name}” v${next} published`)
    }, () => undefined)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="lg"
      title={version === null ? t`Activate “${name}”` : t`Publish v${next} of “${name}”`}
      subtitle={t`The draft was evaluated on today's data. Nothing has been done yet.`}
      note={version === null ? t`You can pause it at any moment.` : t`v${version} stays in the log of moves.`}
      act={{ label: version === null ? t`Activate for ${plural(total, { one: '# customer', other: '# customers' })}` : t`Publish v${next} for ${plural(total, { one: '# customer', other: '# customers' })}`, run: activate, isBusy: turns.isBusy }} refusal={wordsOf(turns.error)}
    >
      <div className={css.twoParts}>
        <Section title={t`Where customers will stand`}>
          {expected.total === null ? <Skeleton lines={rows.length + 1} /> : <CompareTable rows={rows} expected={expected} places={version === null ? null : strategy.places} />}
        </Section>
        <Section title={t`What begins for those who enter`}>
          <BeginsList draft={editing.draft} expected={expected} />
          {check?.warnings.map((warning) => <p key={warning.loc.join()} className={css.warning}>{warning.msg}</p>)}
        </Section>
      </div>
    </Dialog>
  )
}
