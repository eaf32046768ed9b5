import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type Language = 'ru' | 'uk' | 'en'
export type Texts = Partial<Record<Language, string>>
export type AttributeKind = Schemas['AttributeIn']['kind']

export interface Choice {
  code: string
  label: Texts
}

export type Attribute = Omit<Schemas['AttributeOut'], 'kind' | 'label' | 'group' | 'choices'> & { kind: AttributeKind; label: Texts; group: Texts; choices: Choice[] }

export type AttributeDraft = Pick<Attribute, 'code' | 'kind' | 'label' | 'choices' | 'currency' | 'group' | 'weight'>

export const attributesQuery = queryOptions({ queryKey: ['attributes'], queryFn: () => request<Attribute[]>('GET', '/attributes') })

export function createAttribute(body: AttributeDraft): Promise<Attribute> {
  return request('POST', '/attributes', { body })
}

export function changeAttribute(id: string, body: Partial<Omit<Attribute, 'id' | 'code' | 'kind'>>): Promise<Attribute> {
  return request('PATCH', `/attributes/${id}`, { body })
}
