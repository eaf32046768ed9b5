import { Problem } from '@/api/problem'
import { Button } from '@/ui/button'
import { ConflictBox } from '@/ui/conflict-box'
import { DataTable } from '@/ui/data-table'
import { EmptyState } from '@/ui/empty-state'
import { ErrorState } from '@/ui/error-state'
import { FilteredEmptyState } from '@/ui/filtered-empty-state'
import { RefusalBox } from '@/ui/refusal-box'
import { Skeleton } from '@/ui/skeleton'
import { KitCell } from './kit-cell'
import css from './kit.module.css'

const problem = new Problem(503, { detail: 'Сервер не ответил за 30 с. Показано то, что было в 14:31; черновик заметки сохранён.', request_id: '8f21-c04a-77de' })
const columns = [
  { id: 'name', header: 'Клиент', width: 160, isFlexible: true, isName: true, cell: () => '' },
  { id: 'state', header: 'Отношения', width: 96, cell: () => '' },
  { id: 'debt', header: 'Долг', width: 88, align: 'right' as const, cell: () => '' },
]

export function KitStates() {
  return (
    <div className={css.sheet}>
      <KitCell title="Пусто: объект ещё не создан"><EmptyState title="Обращений нет" action={<><Button variant="primary" icon="plus" keys="c">Создать обращение</Button><Button>Подключить почту</Button></>}>Сюда попадают звонки, письма и формы, которым нужен ответ.</EmptyState></KitCell>
      <KitCell title="Пусто из-за фильтра"><FilteredEmptyState filter="След. шаг до 20 марта" onDropFilter={() => undefined} onClearAll={() => undefined} /></KitCell>
      <KitCell title="Загрузка дольше 150 мс"><div style={{ height: 280, display: 'flex' }}><DataTable label="Загрузка" columns={columns} rows={[]} rowId={() => ''} isLoading selected={new Set()} onSelect={() => undefined} withKeys={false} /></div><Skeleton lines={3} /></KitCell>
      <KitCell title="Ошибка в одной панели"><ErrorState title="Новые события не загрузились" error={problem} onRetry={() => undefined} /></KitCell>
      <KitCell title="Конфликт"><ConflictBox field="Тариф" mine="Бизнес 200" theirs="Бизнес 150" changedBy="Гордиенко Марина" changedAt={new Date()} onTakeMine={() => undefined} onTakeTheirs={() => undefined} /></KitCell>
      <KitCell title="Отказ">
        <RefusalBox title="Договоры видит финансовый отдел" action={<Button variant="link" size="sm">Запросить</Button>}>Доступ даёт Мороз Катерина.</RefusalBox>
        <RefusalBox icon="why" title="Этап меняет только стратегия" action={<Button variant="link" size="sm">Открыть правило</Button>}>Правило «Взыскание v6, этап 3». Попытка записана в журнал.</RefusalBox>
      </KitCell>
    </div>
  )
}
