import { useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import { isProblem } from '@/api/problem'
import type { Conflict } from '../api/types'
import type { PartySave } from './use-party-save'

type Phase =
  | { state: 'idle' }
  | { state: 'saving'; draft: unknown }
  | { state: 'failed'; draft: unknown; error: string }
  | { state: 'conflict'; draft: unknown; conflict: Conflict }

interface Options {
  code: string
  label: string
  /** As the server has it now; what an open editor started from stays its base. */
  value: unknown
  save: PartySave
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? '') === JSON.stringify(b ?? '')
}

/** One field from opening its editor to the saved value; nothing that was typed is dropped silently. */
export function useFieldEdit({ code, label, value, save }: Options) {
  const { t } = useLingui()
  const base = useRef<unknown>(value)
  const newest = useRef<unknown>(value)
  const [draft, setDraft] = useState<unknown>(value)
  const [phase, setPhase] = useState<Phase>({ state: 'idle' })

  function begin(): void {
    const start = phase.state === 'failed' ? phase.draft : value
    base.current = value
    change(start ?? null)
  }

  function change(next: unknown): void {
    newest.current = next
    setDraft(next)
  }

  async function send(next: unknown, from: unknown): Promise<void> {
    setPhase({ state: 'saving', draft: next })
    try {
      await save({ set: { [code]: next }, base: { [code]: from ?? null }, label })
      setPhase({ state: 'idle' })
    } catch (error) {
      const conflict = isProblem(error, 'parties.edit_conflict') ? (error.data.conflicts as Conflict[]).find((one) => one.field === code) : undefined
      if (conflict) setPhase({ state: 'conflict', draft: next, conflict })
      else setPhase({ state: 'failed', draft: next, error: (isProblem(error) && (error.fieldError(code) ?? error.detail)) || t`Not saved. Your value is kept here.` })
    }
  }

  return {
    draft,
    phase,
    /** What stands in the row while nothing is edited. */
    shown: phase.state === 'idle' ? value : phase.draft,
    begin,
    change,
    commit: () => {
      const next = newest.current === '' ? null : newest.current
      const from = base.current
      base.current = next
      if (!same(next, from)) void send(next, from)
      else if (phase.state === 'failed') setPhase({ state: 'idle' })
    },
    cancel: () => { setPhase({ state: 'idle' }) },
    takeMine: () => { if (phase.state === 'conflict') void send(phase.draft, phase.conflict.theirs) },
    takeTheirs: () => { setPhase({ state: 'idle' }) },
  }
}
