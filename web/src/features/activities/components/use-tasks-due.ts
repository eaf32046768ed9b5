import { useQuery } from '@tanstack/react-query'
import { countsQuery } from '../api'

/** Own tasks that are overdue or due today. */
export function useTasksDue(): number | null {
  const { data } = useQuery(countsQuery)
  return data ? data.overdue + data.today : null
}
