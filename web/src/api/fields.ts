import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { LocalizedText } from '@/i18n/texts'
import type { FieldKind } from '@/lib/expression/expression'
import { request } from './request'
import type { components } from './schema'

type Schemas = components['schemas']

/** A field of the catalogue, in the language of the person; `group` is the name of `group_code`, `weight` the share in completeness. */
export type Field = Omit<Schemas['FieldOut'], 'kind'> & { kind: FieldKind }

export const fieldsQuery = queryOptions({
  queryKey: ['fields'],
  queryFn: () => request<Field[]>('GET', '/fields'),
  staleTime: 5 * 60_000,
})

export type Tag = Omit<Schemas['TagOut'], 'names'> & { names: LocalizedText }

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: () => request<Tag[]>('GET', '/tags'),
  staleTime: 5 * 60_000,
})

/** Fields as a select offers them: under the names of their groups. */
export function fieldOptions(fields: Field[]): { group: string; items: { value: string; label: string }[] }[] {
  const groups = Map.groupBy(fields, (field) => field.group)
  return [...groups].map(([group, inside]) => ({ group, items: inside.map(({ code, label }) => ({ value: code, label })) }))
}

export interface FieldBook {
  all: Field[]
  byCode: ReadonlyMap<string, Field>
  isReady: boolean
  error: unknown
}

const none: Field[] = []
const noTags: Tag[] = []

/** Every field a list, a filter or a condition may name. */
export function useFields(): FieldBook {
  const { data = none, isSuccess, error } = useQuery(fieldsQuery)
  return useMemo(() => ({ all: data, byCode: new Map(data.map((field) => [field.code, field])), isReady: isSuccess, error }), [data, isSuccess, error])
}

export function useTags(): Tag[] {
  return useQuery(tagsQuery).data ?? noTags
}
