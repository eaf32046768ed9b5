import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { request } from './request'

export type FieldKind = 'text' | 'number' | 'money' | 'bool' | 'date' | 'instant' | 'choice' | 'tags' | 'user'

export interface FieldChoice {
  value: string
  label: string
}

/** A field of the catalogue, in the language of the person. */
export interface Field {
  code: string
  kind: FieldKind
  label: string
  /** Its name in the language of the person; `group_code` stays. */
  group: string
  group_code: string
  choices: FieldChoice[]
  currency: string | null
  minor_units: number
  is_custom: boolean
  is_multilingual: boolean
  is_tracked: boolean
  can_filter: boolean
  can_sort: boolean
  can_list: boolean
  can_edit: boolean
  can_import: boolean
  /** Share in completeness, 0: does not count. */
  weight: number
  operators: string[]
}

interface Page<T> {
  items: T[]
}

function itemsOf<T>(answer: T[] | Page<T>): T[] {
  return Array.isArray(answer) ? answer : answer.items
}

export const fieldsQuery = queryOptions({
  queryKey: ['fields'],
  queryFn: async () => itemsOf(await request<Field[] | Page<Field>>('GET', '/fields')),
  staleTime: 5 * 60_000,
})

export interface Tag {
  id: string
  code: string
  name: string
  names: Partial<Record<'ru' | 'uk' | 'en', string>>
  is_active: boolean
}

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: async () => itemsOf(await request<Tag[] | Page<Tag>>('GET', '/tags')),
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
