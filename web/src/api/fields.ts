import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { request } from './request'
import type { components } from './schema'

type Schemas = components['schemas']

export type FieldKind = 'text' | 'number' | 'money' | 'bool' | 'date' | 'instant' | 'choice' | 'tags' | 'user'

/** A field of the catalogue, in the language of the person; `group` is the name of `group_code`, `weight` the share in completeness. */
export type Field = Omit<Schemas['FieldOut'], 'kind'> & { kind: FieldKind }

export const fieldsQuery = queryOptions({
  queryKey: ['fields'],
  queryFn: () => request<Field[]>('GET', '/fields'),
  staleTime: 5 * 60_000,
})

export type Tag = Omit<Schemas['TagOut'], 'names'> & { names: Partial<Record<'ru' | 'uk' | 'en', string>> }

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: () => request<Tag[]>('GET', '/tags'),
  staleTime: 5 * 60_000,
})

export interface FieldBook {
  all: Field[]
  byCode: ReadonlyMap<string, Field>
  isReady: boolean
  error: unknown
}

const none: Field[] = []

/** Every field a list, a filter or a condition may name. */
export function useFields(): FieldBook {
  const { data = none, isSuccess, error } = useQuery(fieldsQuery)
  return useMemo(() => ({ all: data, byCode: new Map(data.map((field) => [field.code, field])), isReady: isSuccess, error }), [data, isSuccess, error])
}

export function useTags(): Tag[] {
  return useQuery(tagsQuery).data ?? (none as never[])
}
