import { useState } from 'react'
import { Avatar } from '@/ui/avatar'
import { Button } from '@/ui/button'
import { Chip } from '@/ui/chip'
import { EditableRow } from '@/ui/editable-row'
import { FunnelBars } from '@/ui/funnel-bars'
import { IconButton } from '@/ui/icon-button'
import { KeyValue } from '@/ui/key-value'
import { ListBar } from '@/ui/list-bar'
import { PageHead } from '@/ui/page-head'
import { RecordPage } from '@/ui/record-page'
import { Section } from '@/ui/section'
import { Select } from '@/ui/select'
import { Status } from '@/ui/status'
import { Tabs } from '@/ui/tabs'
import { TextInput } from '@/ui/text-input'
import { WhyChip } from '@/ui/why-chip'

const nothing = () => undefined

function SampleAttributes() {
  const [name, setName] = useState('Северная верфь — Логистика')
  const [state, setState] = useState<string | null>('leaving')
  return (
    <>
      <Section title="Основное" action={<span>заполнено 82 %</span>}>
        <KeyValue>
          <EditableRow label="Название" editor={() => <TextInput aria-label="Название" value={name} onChange={setName} autoFocus />} onCommit={nothing}>{name}</EditableRow>
          <EditableRow label="Отношения" isTracked isDated editor={({ done }) => <Select aria-label="Отношения" value={state} onChange={(next) => { setState(next); done() }} options={[{ value: 'active', label: 'Клиент' }, { value: 'leaving', label: 'Уходит' }]} defaultOpen autoFocus />}><Status tone={state === 'leaving' ? 'warn' : 'quiet'}>{state === 'leaving' ? 'Уходит' : 'Клиент'}</Status></EditableRow>
          <EditableRow label="Владелец" isTracked><span className="row"><Avatar name="Белова Светлана" isMe />Белова Светлана</span></EditableRow>
          <EditableRow label="ОКВЭД" editor={() => <TextInput aria-label="ОКВЭД" value="" onChange={nothing} autoFocus />}>{null}</EditableRow>
          <EditableRow label="ИНН" error="У юрлица 10 цифр, введено 8">78053184</EditableRow>
          <EditableRow label="Тариф" isTracked isSaving conflict={{ mine: 'Бизнес 200', theirs: 'Бизнес 150', changedBy: 'Гордиенко Марина', changedAt: new Date().toISOString(), onTakeMine: nothing, onTakeTheirs: nothing }}>Бизнес 200</EditableRow>
        </KeyValue>
      </Section>
      <Section title="Деньги"><KeyValue><EditableRow label="Долг"><b className="num">412 600 ₽</b></EditableRow></KeyValue></Section>
    </>
  )
}

export function KitRecord() {
  const [tab, setTab] = useState('feed')
  const head = (
    <PageHead
      title="Северная верфь — Логистика"
      before={<Avatar name="Северная верфь" size={32} isSquare />}
      marks={<><Status tone="warn">Уходит</Status><Chip tone="line">A, Y</Chip><Chip tone="line">Опт</Chip></>}
      crumbs="Клиенты / ООО, К-10428. Санкт-Петербург, у клиента 14:32"
      actions={<><Button icon="mail">Письмо</Button><Button icon="task">Задача</Button><Button variant="primary" icon="phone" keys="d">Позвонить</Button><IconButton icon="more" label="Ещё" /></>}
    />
  )
  const related = (
    <>
      <Section title="Риск ухода" action={<WhyChip subject="Риск ухода 68 %">Четыре обрыва связи за 60 дней.</WhyChip>}><span className="h28 warn">68 %</span> <span className="t2">под угрозой 1 910 000 ₽ в год</span></Section>
      <Section title="Воронка"><FunnelBars bars={[{ id: 'a', label: 'SMS', count: 1042 }, { id: 'b', label: 'Письмо', count: 596 }, { id: 'c', label: 'Звонок', count: 318 }]} /></Section>
    </>
  )
  return (
    <RecordPage head={head} attributes={<SampleAttributes />} related={related}>
      <ListBar><Tabs label="Карточка" value={tab} onChange={setTab} tabs={[{ value: 'feed', label: 'Лента' }, { value: 'deals', label: 'Сделки', count: 3 }, { value: 'money', label: 'Деньги' }]} /></ListBar>
      <Section title="Март 2026">Взыскание: этап 2 → 3, звонок</Section>
    </RecordPage>
  )
}
