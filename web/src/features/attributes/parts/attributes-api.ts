import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'

export type Language = 'ru' | 'uk' | 'en'
export type Texts = Partial<Record<Language, string>>
export type AttributeKind = 'text' | 'number' | 'money' | 'bool' | 'date' | 'choice'

export interface Choice {
  code: string
  label: Texts
}

export interface Attribute {
  id: string
  code: string
  kind: AttributeKind
  label: Texts
  choices: Choice[]
  currency: string
  minor_units: number
  group: Texts
  position: number
  weight: number
  is_active: boolean
}

export type AttributeDraft = Pick<Attribute, 'code' | 'kind' | 'label' | 'choices' | 'currency' | 'group' | 'weight'>

export const attributesQuery = queryOptions({ queryKey: ['attributes'], queryFn: () => request<Attribute[]>('GET', '/attributes') })

export function createAttribute(body: AttributeDraft): Promise<Attribute> {
  return request('POST', '/attributes', { body })
}

export function changeAttribute(id: string, body: Partial<Omit<Attribute, 'id' | 'code' | 'kind'>>): Promise<Attribute> {
  return request('PATCH', `/attributes/${id}`, { body })
}
