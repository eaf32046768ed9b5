import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '@/api/request'
import { useDebounced } from '@/lib/hooks/use-debounced'
import type { Option } from '@/ui/select'

interface PartyRow {
  id: string
  number: number
  display_name: string
}

/** Customers by any fragment of a name, phone or e-mail. */
export function usePartyOptions(): { found: Option[]; search: (text: string) => void } {
  const [text, setText] = useState('')
  const q = useDebounced(text.replace(/ · K-\d+$/, '').trim(), 200)
  const { data } = useQuery({
    queryKey: ['parties', 'options', q],
    queryFn: ({ signal }) => request<{ items: PartyRow[] }>('POST', '/parties/search', { body: { q, limit: 12 }, signal }),
    placeholderData: keepPreviousData,
  })
  return { found: (data?.items ?? []).map((row) => ({ value: row.id, label: `${row.display_name} · K-${row.number}` })), search: setText }
}
