import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { showRefusal } from '@/ui/show-refusal'
import { showToast } from '@/ui/toast'
import { strategiesQuery, strategyQuery, turnStrategy, type Turn } from '../api'
import type { Strategy } from '../types'

export interface Turns {
  pause: () => void
  resume: () => void
  end: () => Promise<Strategy>
  activate: () => Promise<Strategy>
  isBusy: boolean
  error: Error | null
}

/** Activate, pause, resume, end; pausing can be taken back for ten seconds. */
export function useTurns(strategy: Strategy): Turns {
  const { t } = useLingui()
  const queryClient = useQueryClient()
  const { id, name } = strategy
  const mutation = useMutation({
    mutationFn: (turn: Turn) => turnStrategy(id, turn),
    onSuccess: (answer) => {
      queryClient.setQueryData(strategyQuery(id).queryKey, answer)
      void queryClient.invalidateQueries({ queryKey: strategiesQuery.queryKey })
    },
  })

  async function turn(to: Turn, message: string, undo?: () => void): Promise<void> {
    try {
      await mutation.mutateAsync(to)
      showToast(message, undo ? { undo } : {})
    } catch (error) {
      showRefusal(error)
      void queryClient.invalidateQueries({ queryKey: strategyQuery(id).queryKey })
    }
  }

  const resume = () => void turn('resume', t`“${name}” resumed`)
  return {
    pause: () => void turn('pause', t`“${name}” paused: nobody moves, no step is taken`, resume),
    resume,
    end: () => mutation.mutateAsync('end'),
    activate: () => mutation.mutateAsync('activate'),
    isBusy: mutation.isPending,
    error: mutation.error,
  }
}
