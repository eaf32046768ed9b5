import { useState } from 'react'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import type { Column, Sort } from '@/ui/data-table-types'
import { FilterChip } from '@/ui/filter-chip'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import { KeyValue } from '@/ui/key-value'
import { KeyValueRow } from '@/ui/key-value-row'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { PeekPanel } from '@/ui/peek-panel'
import { Pips } from '@/ui/pips'
import { Section } from '@/ui/section'
import { SegmentedControl } from '@/ui/segmented-control'
import { Status } from '@/ui/status'
import { Tabs } from '@/ui/tabs'
import { showToast } from '@/ui/toast'
import { WhyChip } from '@/ui/why-chip'
import { sampleRows, type SampleRow } from './sample-rows'

function useSampleColumns(): Column<SampleRow>[] {
  const format = useFormat()
  const isLate = (row: SampleRow) => format.daysFromNow(row.date) < 0
  return [
    { id: 'name', header: 'Клиент', width: 220, minWidth: 180, isFlexible: true, isName: true, canSort: true, phone: 'title', cell: (row) => row.name, title: (row) => row.name },
    { id: 'state', header: 'Отношения', width: 104, priority: 2, canSort: true, phone: 'subtitle', cell: (row) => <Status tone={row.tone}>{row.state}</Status> },
    { id: 'stage', header: 'Этап стратегии', width: 140, priority: 4, phone: 'subtitle', cell: (row) => <><span className="el grow">{row.stage}</span><Pips done={row.done} total={row.total} /></> },
    { id: 'debt', header: 'Долг', width: 120, priority: 1, align: 'right', canSort: true, phone: 'value', cell: (row) => (row.debt ? format.money(row.debt, row.currency) : <span className="t3">нет</span>) },
    { id: 'step', header: 'След. шаг', width: 110, priority: 3, canSort: true, phone: 'meta', cell: (row) => <span className={`row ${isLate(row) ? 'bad' : ''}`}><Icon name={row.step} size={14} />{format.date(row.date)}</span> },
  ]
}

function SamplePeek({ row, onClose }: { row: SampleRow; onClose: () => void }) {
  const format = useFormat()
  return (
    <PeekPanel title={row.name} subtitle="ООО, К-10428, ГК «Северная верфь»" isOrganization position="4 из 412" onPrevious={() => undefined} onNext={() => undefined} onOpen={() => undefined} onClose={onClose}
      actions={<><Button variant="primary" icon="phone">Позвонить</Button><Button icon="mail">Письмо</Button><Button icon="task">Задача</Button></>}>
      <Section title="Сейчас">
        <div className="row"><Status tone="bad">Взыскание, этап 3 из 5: звонок</Status><span className="m t3 el">до 15:00 сегодня</span><span className="grow" /><WhyChip subject="Взыскание, этап 3">Просрочка счёта 2026-0318 дошла до 30 дней.</WhyChip></div>
      </Section>
      <Section>
        <KeyValue>
          <KeyValueRow label="Долг"><span className="num b">{format.money(row.debt, row.currency)}</span></KeyValueRow>
          <KeyValueRow label="Отношения" isTracked><Status tone={row.tone}>{row.state}</Status></KeyValueRow>
        </KeyValue>
      </Section>
    </PeekPanel>
  )
}

export function KitList() {
  const columns = useSampleColumns()
  const [view, setView] = useState('team')
  const [look, setLook] = useState('table')
  const [sort, setSort] = useState<Sort | null>({ field: 'step', desc: false })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['row-6', 'row-7', 'row-8']))
  const [current, setCurrent] = useState<string | null>('row-3')
  const row = sampleRows.find((one) => one.id === current)
  const bulk = selected.size > 0 && (
    <>
      <b>{selected.size} выбрано</b>
      <span className="grow" />
      <Button size="sm" variant="ghost" icon="user" onClick={() => { showToast('Владелец изменён у 3 клиентов', { undo: () => undefined }) }}>Владелец</Button>
      <Button size="sm" variant="ghost" icon="tag">Тег</Button>
      <IconButton size="sm" icon="close" label="Снять выделение" onClick={() => { setSelected(new Set()) }} />
    </>
  )
  const bars = (
    <>
      <ListBar title="Клиенты" end={<><Button size="sm" variant="ghost">Сбросить</Button><Button size="sm">Сохранить вид</Button></>}>
        <Tabs label="Виды" value={view} onChange={setView} tabs={[{ value: 'all', label: 'Все' }, { value: 'mine', label: 'Мои', count: 184 }, { value: 'team', label: 'Моя группа', count: 412 }, { value: 'debt', label: 'Долг 5+ дней', count: 87 }]} />
      </ListBar>
      <ListBar end={<SegmentedControl isSmall label="Вид" value={look} onChange={setLook} choices={[{ value: 'table', label: 'Таблица', icon: 'table', iconOnly: true }, { value: 'board', label: 'Доска', icon: 'deal', iconOnly: true }]} />}>
        <FilterChip field="Владелец" value="моя группа" onOpen={() => undefined} onRemove={() => undefined} />
        <FilterChip field="Отношения" value="все, кроме бывших" onOpen={() => undefined} onRemove={() => undefined} />
        <Button size="sm" variant="ghost" icon="plus" keys="/">Фильтр</Button>
      </ListBar>
    </>
  )
  return (
    <ListPage bars={bars} bulk={bulk} totals={<><span>412 клиентов</span><span>просрочен шаг у 3</span></>} peek={row && <SamplePeek row={row} onClose={() => { setCurrent(null) }} />}>
      <DataTable label="Клиенты" columns={columns} rows={sampleRows} rowId={(one) => one.id} sort={sort} onSort={setSort} selected={selected} onSelect={setSelected} currentId={current} onCurrent={setCurrent} layoutKey="kit" onOpen={() => { showToast('Карточка открыта') }} />
    </ListPage>
  )
}
