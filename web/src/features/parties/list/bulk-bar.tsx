import { Plural, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useTags } from '@/api/fields'
import { useCan } from '@/api/permissions'
import { nobodyId, usePeople } from '@/api/people'
import { askForExport } from '@/lib/export-request'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import { Popover } from '@/ui/popover'
import { ProgressBar } from '@/ui/progress-bar'
import type { PartyRow } from '../api/types'
import { BulkChooser } from './bulk-chooser'
import { BulkFailures } from './bulk-failures'
import { bulkLimit, useBulk } from './use-bulk'

interface Props {
  rows: PartyRow[]
  loaded: number
  columns: string[]
  onSelectLoaded: () => void
  onClear: () => void
}

type Opened = 'owner' | 'tag' | 'untag' | null

/** 40 px over the totals while something is selected: what can be done to all of it at once. */
export function BulkBar({ rows, loaded, columns, onSelectLoaded, onClear }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const can = useCan()
  const people = usePeople()
  const tags = useTags()
  const bulk = useBulk(rows)
  const [opened, setOpened] = useState<Opened>(null)
  const count = rows.length
  const isTooMany = count > bulkLimit
  const shown = format.number(loaded)
  const owners = [...people.active.map((person) => ({ value: person.id, label: person.name })), { value: nobodyId, label: t`nobody` }]
  const tagOptions = tags.filter((tag) => tag.is_active).map((tag) => ({ value: tag.id, label: tag.name }))

  function chooser(kind: Exclude<Opened, null>, label: string, icon: 'user' | 'tag' | 'minus', options: { value: string; label: string }[], run: (id: string) => void) {
    return (
      <Popover isOpen={opened === kind} onChange={(isOn) => { setOpened(isOn ? kind : null) }} width={280} position="bottom-start" label={label} target={<Button variant="ghost" icon={icon} disabled={isTooMany || bulk.isRunning} onClick={() => { setOpened(opened === kind ? null : kind) }}>{label}</Button>}>
        <BulkChooser label={label} options={options} onChoose={(id) => { setOpened(null); run(id) }} />
      </Popover>
    )
  }

  return (
    <>
      <b className="num"><Plural value={count} one="# selected" other="# selected" /></b>
      {count < loaded && <Button variant="link" size="sm" onClick={onSelectLoaded}>{t`Select all loaded, ${shown}`}</Button>}
      {isTooMany && <span className="m t2">{t`At most ${bulkLimit} at once`}</span>}
      <span className="grow" />
      {bulk.progress !== null && <><ProgressBar label={t`Done`} value={bulk.progress} width={120} /><span className="m t3 num">{format.percent(bulk.progress)}</span></>}
      {can('parties.assign') && chooser('owner', t`Owner`, 'user', owners, bulk.assign)}
      {can('parties.edit') && chooser('tag', t`Tag`, 'tag', tagOptions, bulk.tag)}
      {can('parties.edit') && chooser('untag', t`Remove a tag`, 'minus', tagOptions, bulk.untag)}
      {can('exports.run') && <Button variant="ghost" icon="download" onClick={() => { askForExport({ subject: 'party', name: t`Customers`, query: { columns: ['party.name', ...columns] }, ids: rows.map((row) => row.id) }) }}>{t`Export`}</Button>}
      <IconButton size="sm" icon="close" label={t`Clear the selection`} keys="Escape" onClick={onClear} />
      {bulk.failures.length > 0 && <BulkFailures failures={bulk.failures} onClose={bulk.forget} onRetry={bulk.retry} />}
    </>
  )
}
