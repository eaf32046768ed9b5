import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import { useFields } from '@/api/fields'
import { useCan } from '@/api/permissions'
import { useCommands } from '@/lib/commands/use-commands'
import { askForExport } from '@/lib/export-request'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { Button } from '@/ui/button'
import { FilterChip } from '@/ui/filter-chip'
import { IconButton } from '@/ui/icon-button'
import { ListBar } from '@/ui/list-bar'
import { Menu } from '@/ui/menu'
import { Popover } from '@/ui/popover'
import { conditionsOf, filterOf, type Expression } from '../expression/expression'
import { useConditionWords } from '../expression/use-condition-words'
import { ColumnsChooser } from './columns-chooser'
import css from './filter.module.css'
import { FilterEditor } from './filter-editor'
import { FilterText } from './filter-text'
import { GroupMenu } from './group-menu'
import { HiddenFilters } from './hidden-filters'
import type { ListState } from './use-list-state'

/** Chips do not wrap: the rest go into "+3". */
const shownChips = 4

function SortMenu({ state }: { state: ListState }) {
  const { t } = useLingui()
  const { all, byCode } = useFields()
  const sort = state.query.sort?.[0]
  const items = all.filter((field) => field.can_sort).map((field) => ({ id: field.code, label: field.label, isChosen: sort?.field === field.code, run: () => { state.setSort({ field: field.code, desc: sort?.field === field.code ? !sort.desc : false }) } }))
  const label = sort ? (byCode.get(sort.field)?.label ?? t`Sorting`) : t`Sorting`
  return (
    <Menu
      position="bottom-end"
      target={<Button variant="ghost" size="sm" icon="sort">{label}{sort && (sort.desc ? ' ↓' : ' ↑')}</Button>}
      sections={[{ id: 'fields', items }, { id: 'off', items: sort ? [{ id: 'off', label: t`Without sorting`, run: () => { state.setSort(null) } }] : [] }]}
    />
  )
}

/** 40 px: what is filtered, in chips; fields are added by the slash. */
export function FilterBar({ state }: { state: ListState }) {
  const { t } = useLingui()
  const isPhone = useIsPhone()
  const can = useCan()
  const words = useConditionWords()
  const [open, setOpen] = useState<number | null>(null)
  const [columnsOpen, setColumnsOpen] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const conditions = conditionsOf(state.query.filter)
  const rest = isPhone ? [] : conditions.slice(shownChips)
  useCommands([
    { id: 'parties.filter', label: msg`Add a filter`, icon: 'filter', scope: 'page', shortcut: '/', run: () => { setOpen(-1) } },
    { id: 'parties.find', label: msg`Find in the list`, icon: 'search', scope: 'page', shortcut: 'f', run: () => box.current?.focus() },
    { id: 'parties.columns', label: msg`Choose columns`, icon: 'columns', scope: 'page', run: () => { setColumnsOpen(true) } },
  ])

  function put(at: number, condition: Expression | null): void {
    const next = at < 0 ? [...conditions] : conditions.filter((_, index) => index !== at)
    if (condition) next.splice(at < 0 ? next.length : at, 0, condition)
    setOpen(null)
    state.setFilter(filterOf(next))
  }

  const exportAll = () => { askForExport({ subject: 'party', name: state.saved?.name ?? t`Customers`, query: { ...state.query, columns: ['party.name', ...state.columns] } }) }
  const end = !isPhone && (
    <>
      <GroupMenu state={state} />
      <SortMenu state={state} />
      <Popover isOpen={columnsOpen} onChange={setColumnsOpen} position="bottom-end" width={300} label={t`Columns`} target={<Button variant="ghost" size="sm" icon="columns" onClick={() => { setColumnsOpen(!columnsOpen) }}>{t`Columns`}</Button>}>
        <ColumnsChooser columns={state.columns} onChange={state.setColumns} />
      </Popover>
      {can('exports.run') && <Button variant="ghost" size="sm" icon="download" onClick={exportAll}>{t`Export`}</Button>}
    </>
  )
  return (
    <ListBar end={end}>
      <FilterText value={state.q} onChange={state.setText} inputRef={box} />
      <div className={css.chips}>
        {conditions.slice(0, conditions.length - rest.length).map((condition, index) => {
          const { field, value } = words(condition)
          return (
            <Popover key={index} isOpen={open === index} onChange={(isOn) => { setOpen(isOn ? index : null) }} width={320} label={field} target={<FilterChip field={field} value={value} onOpen={() => { setOpen(open === index ? null : index) }} onRemove={() => { put(index, null) }} />}>
              <FilterEditor condition={condition} onApply={(next) => { put(index, next) }} />
            </Popover>
          )
        })}
        {rest.length > 0 && <HiddenFilters words={rest.map(words)} onRemove={(index) => { put(shownChips + index, null) }} />}
        <Popover
          isOpen={open === -1}
          onChange={(isOn) => { setOpen(isOn ? -1 : null) }}
          width={320}
          label={t`New filter`}
          target={isPhone
            ? <IconButton icon="filter" label={t`Add a filter`} onClick={() => { setOpen(open === -1 ? null : -1) }} />
            : <Button variant="ghost" size="sm" icon="plus" keys="/" onClick={() => { setOpen(open === -1 ? null : -1) }}>{t`Filter`}</Button>}
        >
          <FilterEditor onApply={(next) => { put(-1, next) }} />
        </Popover>
      </div>
    </ListBar>
  )
}
