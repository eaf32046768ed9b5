import { useState } from 'react'
import { Checkbox } from '@/ui/checkbox'
import { DateInput } from '@/ui/date-input'
import { FileDrop } from '@/ui/file-drop'
import { MultiSelect } from '@/ui/multi-select'
import { NumberInput } from '@/ui/number-input'
import { SegmentedControl } from '@/ui/segmented-control'
import { Select } from '@/ui/select'
import { Switch } from '@/ui/switch'
import { Tabs } from '@/ui/tabs'
import { TextInput } from '@/ui/text-input'
import { Textarea } from '@/ui/textarea'
import { KitCell } from './kit-cell'
import css from './kit.module.css'

const options = [{ value: 'active', label: 'Клиент' }, { value: 'leaving', label: 'Уходит' }, { value: 'sleeping', label: 'Спящий' }]

export function KitFields() {
  const [text, setText] = useState('78053184')
  const [number, setNumber] = useState<number | null>(1204500)
  const [day, setDay] = useState<string | null>('2026-03-14')
  const [one, setOne] = useState<string | null>('active')
  const [many, setMany] = useState(['active', 'leaving'])
  const [isOn, setIsOn] = useState(true)
  const [kind, setKind] = useState('note')
  return (
    <div className={css.sheet}>
      <KitCell title="Текст и числа">
        <div className={css.form}>
          <TextInput label="Название" value="Северная верфь" onChange={() => undefined} description="Как в договоре" />
          <TextInput label="ИНН" value={text} onChange={setText} error="У юрлица 10 цифр, введено 8" />
          <TextInput label="Поиск" icon="search" value="" onChange={() => undefined} placeholder="Имя, телефон" />
          <TextInput label="Номер" value="К-10428" onChange={() => undefined} disabled />
          <TextInput label="Пароль" type="password" value="secret" onChange={() => undefined} />
          <NumberInput label="Кредитный лимит" value={number} onChange={setNumber} suffix="₽" />
          <Textarea label="Заметка" value="Мельник подтвердил 120 000 ₽ на 14 марта" onChange={() => undefined} />
        </div>
      </KitCell>
      <KitCell title="Выбор">
        <div className={css.form}>
          <Select label="Отношения" options={options} value={one} onChange={setOne} />
          <Select label="Владелец" options={options} value={null} onChange={setOne} placeholder="Никто" isSearchable isClearable />
          <MultiSelect label="Состояния" options={options} value={many} onChange={setMany} />
          <DateInput label="Обещал оплатить" value={day} onChange={setDay} />
          <Checkbox label="И задача на 14 марта" checked={isOn} onChange={setIsOn} />
          <Checkbox label="Частью" checked={false} isMixed onChange={() => undefined} />
          <Checkbox label="Нельзя" checked={false} disabled onChange={() => undefined} />
          <Switch label="Однобуквенные сочетания" description="Выключите, если диктуете голосом" checked={isOn} onChange={setIsOn} />
          <Switch label="Выключено" checked={false} onChange={() => undefined} />
        </div>
      </KitCell>
      <KitCell title="Переключатели и файл">
        <div className={css.form}>
          <div><SegmentedControl label="Вид записи" value={kind} onChange={setKind} choices={[{ value: 'note', label: 'Заметка', icon: 'note' }, { value: 'call', label: 'Звонок', icon: 'phone' }, { value: 'mail', label: 'Письмо', icon: 'mail' }]} /></div>
          <div><SegmentedControl isSmall label="Все или одно" value={kind} onChange={setKind} choices={[{ value: 'note', label: 'И' }, { value: 'call', label: 'ИЛИ' }]} /></div>
          <Tabs label="Карточка" value={kind} onChange={setKind} tabs={[{ value: 'note', label: 'Лента' }, { value: 'call', label: 'Сделки', count: 3 }, { value: 'mail', label: 'Деньги' }]} />
          <FileDrop title="Перетащите таблицу клиентов" hint="CSV или XLSX, до 50 МБ" accept=".csv,.xlsx" onFile={() => undefined} />
        </div>
      </KitCell>
    </div>
  )
}
