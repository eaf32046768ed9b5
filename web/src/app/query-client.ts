import { QueryClient } from '@tanstack/react-query'
import { isProblem } from '@/api/problem'

function retry(failures: number, error: Error): boolean {
  if (isProblem(error) && error.status === 503) return false // the client has already waited and repeated
  const isServerAtFault = !isProblem(error) || error.status === 0 || error.status >= 500
  return isServerAtFault && failures < 2
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  })
}
