import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { isProblem } from '@/api/problem'
import { useHistory, type History } from '@/lib/hooks/use-history'
import { isSameJson } from '@/lib/same-json'
import { changeStrategy, plainDraft, strategyQuery } from '../api'
import type { Draft, Strategy } from '../types'

export interface StrategyDraft {
  draft: Draft
  history: History<Draft>
  change: (next: Draft, key?: string) => void
  state: 'saved' | 'waiting' | 'saving' | 'conflict' | 'failed'
  error: Error | null
  retry: () => void
  /** Writes the own draft over the one somebody else has saved. */
  saveMine: () => Promise<void>
  takeTheirs: () => Promise<void>
}

const pauseMs = 700

/** The draft of a strategy, saved by itself a moment after each edit; nobody's edit is lost silently. */
export function useStrategyDraft(strategy: Strategy): StrategyDraft {
  const queryClient = useQueryClient()
  const history = useHistory(() => plainDraft(strategy.draft))
  const { value: draft, reset, change } = history
  const [base, setBase] = useState(() => ({ draft, revision: strategy.revision }))
  const [state, setState] = useState<StrategyDraft['state']>('saved')
  const [error, setError] = useState<Error | null>(null)
  const [seen, setSeen] = useState(strategy.revision)
  const isBusy = useRef(false)
  const isClean = draft === base.draft

  const save = useCallback(async (next: Draft, revision: number): Promise<void> => {
    if (isBusy.current) return
    isBusy.current = true
    setState('saving')
    try {
      const answer = await changeStrategy(strategy.id, { draft: next, revision })
      queryClient.setQueryData(strategyQuery(strategy.id).queryKey, answer)
      setBase({ draft: next, revision: answer.revision })
      setState('saved')
      setError(null)
    } catch (failure) {
      setState(isProblem(failure) && failure.status === 412 ? 'conflict' : 'failed')
      setError(failure as Error)
    } finally {
      isBusy.current = false
    }
  }, [queryClient, strategy.id])

  useEffect(() => {
    if (isClean || state === 'conflict' || state === 'failed' || state === 'saving') return
    const timer = setTimeout(() => void save(draft, base.revision), pauseMs)
    return () => { clearTimeout(timer) }
  }, [draft, base, isClean, state, save])

  // Somebody else's newer draft is taken at once while there is nothing of one's own to lose.
  if (strategy.revision !== seen) {
    setSeen(strategy.revision)
    const theirs = plainDraft(strategy.draft)
    if (strategy.revision > base.revision && state !== 'saving') {
      if (isSameJson(theirs, base.draft)) setBase({ ...base, revision: strategy.revision })
      else if (isClean) {
        reset(theirs)
        setBase({ draft: theirs, revision: strategy.revision })
      }
    }
  }

  const flush = useEffectEvent(() => { if (!isClean && state !== 'conflict') changeStrategy(strategy.id, { draft, revision: base.revision }).catch(() => undefined) })
  useEffect(() => () => { flush() }, [])

  async function latest(): Promise<Strategy> {
    return queryClient.fetchQuery({ ...strategyQuery(strategy.id), staleTime: 0 })
  }

  return {
    draft,
    history,
    change,
    state: isClean || state !== 'saved' ? state : 'waiting',
    error,
    retry: () => { setState('saved') },
    saveMine: async () => { await save(draft, (await latest()).revision) },
    takeTheirs: async () => {
      const theirs = await latest()
      const next = plainDraft(theirs.draft)
      reset(next)
      setBase({ draft: next, revision: theirs.revision })
      setState('saved')
      setError(null)
    },
  }
}
