import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { Button } from '@/ui/button'
import { RefusalBox } from '@/ui/refusal-box'
import { Section } from '@/ui/section'
import { revertsQuery } from '../api/revert'
import type { Import } from '../api/types'
import { CountsView } from './counts-view'
import { NewValues } from './new-values'
import { ProblemList } from './problem-list'
import { RevertSection } from './revert-section'
import type { ImportEdit } from './use-import-edit'
import css from './wizard.module.css'

/** Customers written between the beginning and the end of the run. */
function writtenFilter(one: Import): unknown {
  const field = one.counts.updated > 0 ? 'party.updated_at' : 'party.created_at'
  return { op: 'and', of: [{ op: 'between', field, value: [one.started_at, one.finished_at] }] }
}

interface Props {
  one: Import
  edit: ImportEdit
}

export function ImportResult({ one, edit }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const written = one.counts.created + one.counts.updated
  const can = useCan()
  const runs = useQuery({ ...revertsQuery, enabled: can('parties.bulk') }).data
  const isTakenBack = runs?.some((run) => run.undo_of === one.id && run.status !== 'FAILED' && run.changed > 0) ?? false
  const canGoOn = one.status !== 'DONE' && one.has_file && one.columns.length > 0
  const open = plural(written, { one: 'Open # imported customer', other: 'Open # imported customers' })
  const when = one.finished_at ? format.instant(one.finished_at) : ''
  const title = one.status === 'DONE' ? t`Done, ${when}` : one.status === 'CANCELED' ? t({ message: 'Canceled', context: 'import' }) : t({ message: 'Stopped', context: 'import' })
  return (
    <div className={css.page}>
      {one.failure && <RefusalBox icon="doc" title={t`The import stopped`}>{one.failure.message}</RefusalBox>}
      <Section title={title}><CountsView counts={one.counts} /><NewValues one={one} /></Section>
      <div className={css.actions}>
        {written > 0 && !isTakenBack && one.started_at && <Button variant="primary" icon="users" onClick={() => { goTo('/parties', {}, { filter: writtenFilter(one) }) }}>{open}</Button>}
        {canGoOn && <Button icon="play" onClick={edit.run} isBusy={edit.acting === 'run'}>{t`Go on from where it stopped`}</Button>}
        <Button icon="upload" onClick={() => { goTo('/imports/new') }}>{t`New import`}</Button>
      </div>
      <RevertSection one={one} />
      <ProblemList one={one} />
    </div>
  )
}
