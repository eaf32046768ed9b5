import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type Webhook = Schemas['WebhookOut']
export type NewWebhook = Schemas['NewWebhookOut']
export type WebhookDraft = Schemas['WebhookIn']
export type Delivery = Schemas['DeliveryOut']
export type DeliveryDetail = Schemas['DeliveryDetail']
export type Source = Schemas['SourceOut']
export type NewSource = Schemas['NewSourceOut']
export type Message = Schemas['MessageOut']

interface Page<Row> {
  items: Row[]
  next_cursor: string | null
}

export const webhooksQuery = queryOptions({ queryKey: ['webhooks'], queryFn: () => request<Webhook[]>('GET', '/webhooks') })
export const topicsQuery = queryOptions({ queryKey: ['webhooks', 'topics'], queryFn: () => request<Schemas['TopicOut'][]>('GET', '/webhooks/topics') })
export const sourcesQuery = queryOptions({ queryKey: ['hook-sources'], queryFn: () => request<Source[]>('GET', '/hook-sources') })

function pages<Row>(path: string) {
  return infiniteQueryOptions({
    queryKey: [...path.split('/').filter(Boolean)],
    queryFn: ({ pageParam }) => request<Page<Row>>('GET', path, { query: { cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  })
}

export const deliveriesQuery = (id: string) => pages<Delivery>(`/webhooks/${id}/deliveries`)
export const messagesQuery = (id: string) => pages<Message>(`/hook-sources/${id}/messages`)
export const deliveryQuery = (hook: string, id: string) =>
  queryOptions({ queryKey: ['webhooks', hook, 'deliveries', id], queryFn: () => request<DeliveryDetail>('GET', `/webhooks/${hook}/deliveries/${id}`) })
