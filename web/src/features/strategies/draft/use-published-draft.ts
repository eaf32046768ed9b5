import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { plainDraft } from '../api'
import type { Draft, Strategy } from '../types'

/** The running version as it was last seen unchanged, to tell what the draft changes. */
export function usePublishedDraft(strategy: Strategy): Draft | null {
  const queryClient = useQueryClient()
  const { id, version_n: version, is_changed: isChanged, draft } = strategy
  useEffect(() => {
    if (version !== null && !isChanged) queryClient.setQueryData(['strategies-published', id, version], plainDraft(draft))
  }, [queryClient, id, version, isChanged, draft])
  if (version === null) return null
  if (!isChanged) return plainDraft(draft)
  return queryClient.getQueryData<Draft>(['strategies-published', id, version]) ?? null
}
