import { Button } from '@/ui/button'
import { KeyStrip } from '@/ui/key-strip'
import { ListBar } from '@/ui/list-bar'
import { PageHead } from '@/ui/page-head'
import { QueuePage } from '@/ui/queue-page'
import { Section } from '@/ui/section'
import { Status } from '@/ui/status'
import { WhyChip } from '@/ui/why-chip'
import css from './kit.module.css'

const items = ['Кравець Юлія Миколаївна', 'ООО «Медлайн Плюс»', 'Hartwell & Sons Ltd', 'ТОВ «Дніпро-Агро Холдинг»']

export function KitQueue() {
  const list = items.map((name, index) => (
    <button key={name} type="button" className={css.item}>
      <b className="el">{name}</b>
      <span className="el t2">Продлить лицензии АТС, 40 мест</span>
      <Status tone={index === 0 ? 'bad' : index === 1 ? 'warn' : 'info'}>{`ответ за ${index + 8} мин`}</Status>
    </button>
  ))
  return (
    <QueuePage bars={<ListBar title="Входящие" />} list={list} context={<Section title="Почему этот менеджер" action={<WhyChip subject="Гордиенко Марина">Свободна, продлила 38 сделок.</WhyChip>}>Гордиенко Марина</Section>}>
      <PageHead title="Кравець Юлія Миколаївна" crumbs="АО «Уралхимснаб», зам. директора по ИТ" actions={<><Button icon="transfer">Передать</Button><Button variant="primary" icon="phone">Принять</Button></>} />
      <Section title="Что уже известно">Продление лицензии, срок 31 марта</Section>
      <span className="grow" />
      <KeyStrip hints={[{ keys: '1', label: 'принять' }, { keys: '2', label: 'отклонить' }, { keys: 'j k', label: 'следующее' }]} />
    </QueuePage>
  )
}
