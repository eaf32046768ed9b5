import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { request } from './request'
import type { components } from './schema'

type Person = components['schemas']['PersonOut']

/** The owner of what nobody owns. */
export const nobodyId = '00000000-0000-0000-0000-000000000000'

export const peopleQuery = queryOptions({ queryKey: ['users'], queryFn: () => request<Person[]>('GET', '/users'), staleTime: 5 * 60_000 })

export interface People {
  all: Person[]
  /** Those one may assign to, for a select. */
  options: { value: string; label: string }[]
  nameOf: (id: string | null | undefined) => string | undefined
}

const none: Person[] = []

export function usePeople(): People {
  const { data = none } = useQuery(peopleQuery)
  return useMemo(() => {
    const names = new Map(data.map((person) => [person.id, person.name]))
    const active = data.filter((person) => person.is_active && person.id !== nobodyId)
    const options = active.map((person) => ({ value: person.id, label: person.name }))
    return { all: data, options, nameOf: (id) => (id ? names.get(id) : undefined) }
  }, [data])
}
