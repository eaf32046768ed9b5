import { iconPaths, type IconName } from '@/lib/icon-paths'
import { useState } from 'react'
import { Avatar } from '@/ui/avatar'
import { Button } from '@/ui/button'
import { Chip } from '@/ui/chip'
import { Dialog } from '@/ui/dialog'
import { Drawer } from '@/ui/drawer'
import { FilterChip } from '@/ui/filter-chip'
import { FunnelBars } from '@/ui/funnel-bars'
import { Icon } from '@/ui/icon'
import { IconButton } from '@/ui/icon-button'
import { Kbd } from '@/ui/kbd'
import { Menu } from '@/ui/menu'
import { Pips } from '@/ui/pips'
import { ProgressBar } from '@/ui/progress-bar'
import { Status } from '@/ui/status'
import { TagChip } from '@/ui/tag-chip'
import { showToast } from '@/ui/toast'
import { WhyChip } from '@/ui/why-chip'
import { KitCell } from './kit-cell'
import css from './kit.module.css'

const bars = [['base', 'В базе', 52470], ['kind', 'Вид', 31560], ['state', 'Отношения', 26118], ['debt', 'Долг', 9870], ['vip', 'Без VIP', 2418]] as const

function Floating() {
  const [open, setOpen] = useState<'dialog' | 'drawer' | null>(null)
  const close = () => { setOpen(null) }
  const act = { label: 'Опубликовать v7 и сместить 402', run: close }
  return (
    <div className={css.wrap}>
      <Menu target={<Button icon="more">Меню</Button>} sections={[{ id: 'a', title: 'Карточка', items: [{ id: 'copy', label: 'Скопировать номер', icon: 'copy', keys: 'mod+c', run: () => undefined }, { id: 'merge', label: 'Объединить', icon: 'merge', run: () => undefined }] }, { id: 'b', items: [{ id: 'drop', label: 'Удалить', icon: 'trash', isDanger: true, run: () => undefined }] }]} />
      <Button onClick={() => { setOpen('dialog') }}>Диалог</Button>
      <Button onClick={() => { setOpen('drawer') }}>Ящик</Button>
      <Button onClick={() => { showToast('Владелец изменён у 3 клиентов', { undo: () => undefined }) }}>Отмена действия</Button>
      <Button onClick={() => { showToast('Импорт: 9 982 строки, 18 с ошибками', { action: { label: 'Открыть', run: () => undefined } }) }}>Сообщение</Button>
      <Dialog isOpen={open === 'dialog'} onClose={close} title="Опубликовать v7 «Взыскания»" subtitle="Обе версии посчитаны на 205 716 клиентах. Ничего не отправлено." note="Версию v6 можно вернуть 30 дней." act={act}>402 клиента сменят этап, 2 016 останутся на своих.</Dialog>
      <Drawer isOpen={open === 'drawer'} onClose={close} title="Новый клиент" act={act} refusal="Сервер отказал: имя занято.">Поля клиента.</Drawer>
    </div>
  )
}

export function KitParts() {
  return (
    <div className={css.sheet}>
      <KitCell title="Кнопки">
        <div className={css.wrap}>
          <Button variant="primary" icon="phone" keys="d">Позвонить</Button><Button icon="mail">Письмо</Button><Button variant="ghost" icon="sort">След. шаг</Button><Button variant="link">Вся история</Button><Button variant="danger" icon="hang-up">Завершить</Button>
          <Button size="sm" icon="refresh">Повторить</Button><Button size="sm" variant="ghost">Сбросить</Button><Button disabled>Нельзя</Button><Button variant="primary" isBusy>Сохраняем</Button><IconButton icon="more" label="Ещё" /><IconButton icon="star" label="Избранное" isOn /><IconButton size="sm" icon="close" label="Закрыть" /><Kbd keys="g c" /><Kbd keys="mod+k" />
        </div>
      </KitCell>
      <KitCell title="Состояния: форма, цвет и слово вместе">
        <div className={css.wrap}><Status tone="quiet">Клиент</Status><Status tone="neutral">Спящий</Status><Status tone="info">Новый</Status><Status tone="good">Оплачено</Status><Status tone="warn">Уходит</Status><Status tone="bad">Спор</Status></div>
      </KitCell>
      <KitCell title="Метки, люди, меры">
        <div className={css.wrap}><Chip>Опт</Chip><Chip tone="line">A, Y</Chip><Chip tone="info">2 → 3</Chip><Chip tone="good">готово</Chip><Chip tone="warn">скоро</Chip><Chip tone="bad">звонит 0:42</Chip><TagChip name="VIP" onRemove={() => undefined} /><FilterChip field="Владелец" value="моя группа" onRemove={() => undefined} onOpen={() => undefined} /><FilterChip field="След. шаг" value="до 20 марта" onRemove={() => undefined} isMarked /></div>
        <div className={css.wrap} style={{ marginTop: 12 }}><Avatar name="Белова Светлана" isMe /><Avatar name="Гордиенко Марина" /><Avatar name="Северная верфь" size={32} isSquare /><Pips done={3} total={5} /><ProgressBar value={0.82} label="Заполнено" /><ProgressBar value={null} label="Идёт" width={80} /><WhyChip subject="Риск ухода 68 %"><ul><li>Четыре обрыва связи за 60 дней</li><li>Просрочка 30 дней</li></ul></WhyChip><WhyChip subject="Этап 3" load={() => new Promise((resolve) => { setTimeout(() => { resolve('Просрочка дошла до 30 дней') }, 900) })} /></div>
      </KitCell>
      <KitCell title="Плавающее"><Floating /></KitCell>
      <KitCell title="Что отсеивает каждое условие"><FunnelBars bars={bars.map(([id, label, count]) => ({ id, label, count, onOpen: () => undefined }))} /></KitCell>
      <KitCell title="Знаки"><div className={css.icons}>{(Object.keys(iconPaths) as IconName[]).map((name) => <span key={name}><Icon name={name} />{name}</span>)}</div></KitCell>
    </div>
  )
}
