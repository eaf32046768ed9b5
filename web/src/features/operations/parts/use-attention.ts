import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/api/permissions'
import { overviewQuery } from '../api'

/** How many things need a person; nothing when all is well. */
export function useAttention(): number | null {
  const can = useCan()
  const found = useQuery({ ...overviewQuery, enabled: can('operations.view'), refetchInterval: 60_000 })
  return found.data?.attention.length ?? null
}
