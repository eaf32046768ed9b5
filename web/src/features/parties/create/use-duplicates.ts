import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDebounced } from '@/lib/hooks/use-debounced'
import { findDuplicates } from '../api/parties'
import type { Duplicate } from '../api/types'

const none: Duplicate[] = []

/** Who has this phone or address already, while one types. */
export function useDuplicates(phone: string, email: string): Duplicate[] {
  const phones = useDebounced(phone.replace(/\D/g, '').length >= 9 ? phone.trim() : '', 300)
  const emails = useDebounced(/\S@\S+\.\S/.test(email) ? email.trim() : '', 300)
  const query = useQuery({
    queryKey: ['parties', 'duplicates', phones, emails],
    queryFn: ({ signal }) => findDuplicates({ phones: phones ? [phones] : [], emails: emails ? [emails] : [] }, signal),
    enabled: phones !== '' || emails !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })
  return phones || emails ? (query.data ?? none) : none
}
