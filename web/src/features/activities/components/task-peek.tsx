import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { nobodyId, usePeople } from '@/api/people'
import { useCan } from '@/api/permissions'
import { useSession } from '@/api/session'
import { goTo } from '@/lib/router-link'
import { useFormat } from '@/lib/format/use-format'
import { useIsPhone } from '@/lib/hooks/use-is-phone'
import { Button } from '@/ui/button'
import { Drawer } from '@/ui/drawer'
import { ErrorState } from '@/ui/error-state'
import { KeyValue } from '@/ui/key-value'
import { KeyValueRow } from '@/ui/key-value-row'
import { PeekPanel } from '@/ui/peek-panel'
import { RecordSlot } from '@/ui/record-slot'
import { RefusalBox } from '@/ui/refusal-box'
import { Section } from '@/ui/section'
import { Select } from '@/ui/select'
import { Skeleton } from '@/ui/skeleton'
import { Textarea } from '@/ui/textarea'
import { taskQuery, type Task } from '../api'
import css from './activities.module.css'
import { DueEditor } from './due-editor'
import { DueText } from './due-text'
import { TaskOrigin } from './task-origin'
import type { TaskActs } from './use-task-acts'

interface Props {
  id: string
  /** The row of the list, shown until the task itself has come. */
  known: Task | undefined
  acts: TaskActs
  onPrevious?: () => void
  onNext?: () => void
  onClose: () => void
  onComplete: (task: Task) => void
}

/** One task beside the list: what, whose, until when; its result and its closing. */
export function TaskPeek({ id, known, acts, onPrevious, onNext, onClose, onComplete }: Props) {
  const { t } = useLingui()
  const can = useCan()
  const isPhone = useIsPhone()
  const format = useFormat()
  const people = usePeople()
  const me = useSession()?.user.id
  const { data = known, error, refetch } = useQuery(taskQuery(id))
  const [result, setResult] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const task = data
  if (!task) return <PeekPanel title={t`Task`} onClose={onClose}>{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={6} />}</PeekPanel>
  const isOpen = task.status === 'OPEN'
  const customerSeen = task.party_name !== null
  const canEdit = can('tasks.edit') && isOpen
  const change = (body: { due_at?: string; assignee_id?: string }) => { void acts.change(task, body).then(setRefusal) }
  const assignees = [{ value: nobodyId, label: t`Nobody yet` }, ...people.options]

  function complete(done: Task): void {
    if (result.trim()) {
      acts.complete(done, result)
      onClose()
    } else onComplete(done)
  }

  const actions = (
    <>
      {canEdit && <Button variant="primary" icon="check" keys="d" onClick={() => { complete(task) }}>{t`Complete`}</Button>}
      {canEdit && task.assignee_id !== me && me && <Button icon="user" onClick={() => { change({ assignee_id: me }) }}>{t`Take it`}</Button>}
      {canEdit && <Button variant="ghost" onClick={() => { acts.cancel(task, result); onClose() }}>{t`Cancel the task`}</Button>}
      {!isOpen && can('tasks.edit') && <Button icon="undo" onClick={() => { acts.reopen(task); onClose() }}>{t`Reopen`}</Button>}
    </>
  )
  const body = (
    <>
      {refusal && <RefusalBox title={t`Not changed`}>{refusal}</RefusalBox>}
      {task.text && <Section><p className={css.words}>{task.text}</p></Section>}
      <Section>
        {canEdit && (
          <div className={css.edit}>
            <div><p className={css.label}>{t`Due`}</p><DueEditor value={task.due_at} onChange={(due) => { change({ due_at: due }) }} /></div>
            <Select label={t`Assignee`} options={assignees} value={task.assignee_id} isSearchable onChange={(next) => { if (next && next !== task.assignee_id) change({ assignee_id: next }) }} />
          </div>
        )}
        <KeyValue>
          {!canEdit && <KeyValueRow label={t`Due`}><DueText task={task} /></KeyValueRow>}
          {!canEdit && <KeyValueRow label={t`Assignee`}>{task.assignee_name}</KeyValueRow>}
          <KeyValueRow label={t`Set by`}><TaskOrigin task={task} /></KeyValueRow>
          <KeyValueRow label={t`Set`}>{format.instant(task.created_at)}</KeyValueRow>
          {task.closed_at && <KeyValueRow label={task.status === 'DONE' ? t({ message: 'Done', context: 'a task' }) : t({ message: 'Canceled', context: 'a task' })}>{`${format.instant(task.closed_at)}, ${task.closed_by_name}`}</KeyValueRow>}
          {task.result && <KeyValueRow label={t`Result`}>{task.result}</KeyValueRow>}
        </KeyValue>
      </Section>
      {customerSeen && <RecordSlot kind="task" id={task.id} partyId={task.party_id} />}
      {canEdit && <Section title={t`Result, kept with the task`}><Textarea aria-label={t`Result`} value={result} onChange={setResult} placeholder={t`What came of it`} /></Section>}
    </>
  )
  const customer = task.party_name
  if (isPhone) {
    return (
      <Drawer isOpen onClose={onClose} title={task.title} footer={actions}>
        {customer !== null && <Link to={`/parties/${task.party_id}`} className="link">{customer}</Link>}
        <div className={css.onPhone}>{body}</div>
      </Drawer>
    )
  }
  return (
    <PeekPanel
      title={task.title}
      subtitle={customer ?? undefined}
      onPrevious={onPrevious}
      onNext={onNext}
      onOpen={customer === null ? undefined : () => { goTo('/parties/$id', { id: task.party_id }) }}
      onClose={onClose}
      actions={actions}
    >
      {body}
    </PeekPanel>
  )
}
