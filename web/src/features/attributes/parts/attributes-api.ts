import { queryOptions } from '@tanstack/react-query'
import type { AttributeKind } from '@/api/attribute-kinds'
import { request } from '@/api/request'
import type { components } from '@/api/schema'
import type { LocalizedText } from '@/i18n/texts'

type Schemas = components['schemas']


export interface Choice {
  code: string
  label: LocalizedText
}

export type Attribute = Omit<Schemas['AttributeOut'], 'kind' | 'label' | 'group' | 'choices'> & { kind: AttributeKind; label: LocalizedText; group: LocalizedText; choices: Choice[] }

export type AttributeDraft = Pick<Attribute, 'code' | 'kind' | 'label' | 'choices' | 'currency' | 'group' | 'weight'>

export const attributesQuery = queryOptions({ queryKey: ['attributes'], queryFn: () => request<Attribute[]>('GET', '/attributes') })

export function createAttribute(body: AttributeDraft): Promise<Attribute> {
  return request('POST', '/attributes', { body })
}

export function changeAttribute(id: string, body: Partial<Omit<Attribute, 'id' | 'code' | 'kind'>>): Promise<Attribute> {
  return request('PATCH', `/attributes/${id}`, { body })
}
