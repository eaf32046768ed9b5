import { Plural, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useTags } from '@/api/fields'
import { useCan } from '@/api/permissions'
import { nobodyId, usePeople } from '@/api/people'
import { askForExport } from '@/lib/export-request'
import { useFormat } from '@/lib/format/use-format'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import { Menu, type MenuItem } from '@/ui/menu'
import { Popover } from '@/ui/popover'
import type { Selection } from '../api/bulk'
import type { PartyCount, PartyRow } from '../api/types'
import type { ActKind } from '../bulk/action-form'
import { BulkDialog } from '../bulk/bulk-dialog'
import css from './bulk-bar.module.css'
import { BulkChooser } from './bulk-chooser'
import { atOnce, useBulk } from './use-bulk'

interface Props {
  rows: PartyRow[]
  loaded: number
  count: PartyCount | undefined
  columns: string[]
  /** What the whole list is. */
  whole: Selection
  onSelectLoaded: () => void
  onClear: () => void
}

type Opened = 'owner' | 'tag' | 'untag' | null

/** 40 px over the totals while something is selected: what can be done to all of it at once. */
export function BulkBar({ rows, loaded, count, columns, whole, onSelectLoaded, onClear }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const can = useCan()
  const people = usePeople()
  const tags = useTags()
  const ids = rows.map((row) => row.id)
  const bulk = useBulk(ids)
  const [opened, setOpened] = useState<Opened>(null)
  const [dialog, setDialog] = useState<ActKind | null>(null)
  const [isWhole, setWhole] = useState(false)
  const selection = isWhole ? whole : { ids }
  const isPhone = useIsPhone()
  const isMany = isWhole || ids.length > atOnce
  const canMany = can('parties.bulk')
  const isBarred = bulk.isRunning || (isMany && !canMany)
  const shown = format.number(loaded)
  const all = count ? `${format.number(count.count)}${count.is_exact ? '' : '+'}` : ''
  const owners = [...people.options, { value: nobodyId, label: t`nobody` }]
  const tagOptions = tags.filter((tag) => tag.is_active).map((tag) => ({ value: tag.id, label: tag.name }))

  function act(kind: Exclude<Opened, null>, label: string, icon: 'user' | 'tag' | 'minus', options: { value: string; label: string }[], run: (id: string) => void) {
    // A list that opens below the keyboard of a phone is of no use; the dialog has a preview as well.
    const open = () => { if (isMany || (isPhone && canMany)) setDialog(kind); else setOpened(opened === kind ? null : kind) }
    return (
      <Popover isOpen={opened === kind} onChange={(isOn) => { setOpened(isOn ? kind : null) }} width={280} position="bottom-start" label={label} target={<Button variant="ghost" icon={icon} disabled={isBarred} onClick={open}>{label}</Button>}>
        <BulkChooser label={label} options={options} onChoose={(id) => { setOpened(null); run(id) }} />
      </Popover>
    )
  }

  const doExport = () => { askForExport({ subject: 'party', name: t`Customers`, query: { columns: ['party.name', ...columns], ...(isWhole ? whole : {}) }, ...(isWhole ? {} : { ids }) }) }
  const doDelete = () => { if (isMany) setDialog('delete'); else bulk.recycle() }
  const rarer: MenuItem[] = [
    ...(can('parties.edit') ? [{ id: 'untag', label: t`Remove a tag`, icon: 'minus' as const, isDisabled: isBarred, run: () => { setDialog('untag') } }] : []),
    ...(can('parties.edit') ? [{ id: 'field', label: t`Field`, icon: 'note' as const, isDisabled: isBarred, run: () => { setDialog('field') } }] : []),
    ...(can('exports.run') ? [{ id: 'export', label: t`Export`, icon: 'download' as const, run: doExport }] : []),
    ...(can('parties.delete') ? [{ id: 'delete', label: t`Delete`, icon: 'trash' as const, isDanger: true, isDisabled: isBarred, run: doDelete }] : []),
  ]

  return (
    <>
      <b className="num nb">{isWhole ? t`All ${all} selected` : <Plural value={ids.length} one="# selected" other="# selected" />}</b>
      {!isWhole && ids.length < loaded && <span className={css.wide}><Button variant="link" size="sm" onClick={onSelectLoaded}>{t`Select all loaded, ${shown}`}</Button></span>}
      {!isWhole && canMany && count && count.count > ids.length && <Button variant="link" size="sm" onClick={() => { setWhole(true) }}>{t`Select all ${all}`}</Button>}
      {isWhole && <Button variant="link" size="sm" onClick={() => { setWhole(false) }}>{t`Only the ticked ones`}</Button>}
      {isMany && !canMany && <span className="m t2">{t`At most ${atOnce} at once`}</span>}
      <span className="grow" />
      {can('parties.assign') && act('owner', t`Owner`, 'user', owners, bulk.assign)}
      {can('parties.edit') && act('tag', t`Tag`, 'tag', tagOptions, bulk.tag)}
      <span className={css.wide}>
        {can('parties.edit') && act('untag', t`Remove a tag`, 'minus', tagOptions, bulk.untag)}
        {can('parties.edit') && <Button variant="ghost" icon="note" disabled={isBarred} onClick={() => { setDialog('field') }}>{t`Field`}</Button>}
        {can('exports.run') && <Button variant="ghost" icon="download" onClick={doExport}>{t`Export`}</Button>}
        {can('parties.delete') && <Button variant="ghost" icon="trash" disabled={isBarred} onClick={doDelete}>{t`Delete`}</Button>}
      </span>
      {rarer.length > 0 && <span className={css.narrow}><Menu position="top-start" target={<IconButton size="sm" icon="more" label={t`More actions`} withTooltip={false} />} sections={[{ id: 'rarer', items: rarer }]} /></span>}
      <IconButton size="sm" icon="close" label={t`Clear the selection`} keys="Escape" onClick={onClear} />
      {dialog && <BulkDialog kind={dialog} selection={selection} onClose={() => { setDialog(null) }} />}
    </>
  )
}
