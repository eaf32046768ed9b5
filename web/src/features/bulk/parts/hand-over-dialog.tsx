import { Plural, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { usePeople } from '@/api/people'
import { useDebounced } from '@/lib/hooks/use-debounced'
import { Checkbox } from '@/ui/checkbox'
import { wordsOf } from '@/api/refusal'
import { Dialog } from '@/ui/dialog'
import { MultiSelect } from '@/ui/multi-select'
import { Select } from '@/ui/select'
import { ThinBar } from '@/ui/thin-bar'
import { handOver, previewHandOver, type HandOver } from '../api'
import css from './parts.module.css'
import { RunDialog } from './run-dialog'

interface Props {
  from: string | null
  onClose: () => void
}

/** All customers of a colleague, who is leaving perhaps, go to others. */
export function HandOverDialog({ from, onClose }: Props) {
  const { t } = useLingui()
  const people = usePeople()
  const [fromId, setFrom] = useState(from)
  const [to, setTo] = useState<string[]>([])
  const [withTasks, setWithTasks] = useState(true)
  const wanted: HandOver | null = fromId && to.length > 0 ? { from_user_id: fromId, to_user_ids: to, with_tasks: withTasks } : null
  const asked = useDebounced(JSON.stringify(wanted), 250)
  const preview = useQuery({ queryKey: ['bulk', 'hand-over', asked], queryFn: ({ signal }) => previewHandOver(JSON.parse(asked) as HandOver, signal), enabled: asked !== 'null', staleTime: 0, retry: false })
  const start = useMutation({ mutationFn: (body: HandOver) => handOver({ ...body, fingerprint: preview.data?.fingerprint }) })
  if (start.data) return <RunDialog id={start.data.id} title={t`Hand over customers`} onClose={onClose} />
  const isReady = wanted !== null && asked === JSON.stringify(wanted) && (preview.data?.changed ?? 0) > 0
  const error = start.error ?? preview.error
  const everybody = people.all.map((person) => ({ value: person.id, label: person.name }))
  const receivers = people.options.filter((person) => person.value !== fromId)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t`Hand over customers`}
      act={{ label: t`Hand over`, run: () => { if (wanted) start.mutate(wanted) }, isBusy: start.isPending, isReady }}
      refusal={wordsOf(error)}
    >
      <div className={css.form}>
        <Select label={t`From whom`} options={everybody} value={fromId} onChange={setFrom} isSearchable autoFocus={!from} />
        <MultiSelect label={t`To whom`} description={to.length > 1 ? t`Customers are spread evenly between them.` : undefined} options={receivers} value={to} onChange={setTo} />
        <Checkbox checked={withTasks} onChange={setWithTasks} label={t`Open tasks of the owner go along`} />
        {preview.isFetching && <ThinBar isActive />}
        {preview.data && wanted && <b className="num" role="status"><Plural value={preview.data.changed} one="# customer will go" other="# customers will go" /></b>}
      </div>
    </Dialog>
  )
}
