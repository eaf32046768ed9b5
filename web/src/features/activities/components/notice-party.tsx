import { useQuery } from '@tanstack/react-query'
import { request } from '@/api/request'

/** The customer a notification is about. */
export function NoticeParty({ id }: { id: string }) {
  const { data } = useQuery({ queryKey: ['parties', id, 'name'], queryFn: () => request<{ display_name: string }>('GET', `/parties/${id}`), staleTime: 5 * 60_000, retry: false })
  return data ? <span className="el m t2">{data.display_name}</span> : null
}
