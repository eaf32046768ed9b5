import { queryOptions } from '@tanstack/react-query'
import { client } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Provider = Schemas['ProviderOut']
export type Draft = Schemas['ProviderIn']

export const providersQuery = queryOptions({
  queryKey: ['sign-in', 'providers'],
  queryFn: async () => (await client.GET('/api/v1/providers')).data ?? [],
})

export function draftOf(provider: Provider | null): Draft {
  const { kind = 'OIDC', name = '', is_enabled = true, issuer = '', client_id = '', sso_url = '', certificate = '', domains = [], is_second_factor = true } = provider ?? {}
  return { kind, name, is_enabled, issuer, client_id, client_secret: '', sso_url, certificate, domains, is_second_factor }
}

export async function saveProvider(id: string | null, draft: Draft): Promise<void> {
  if (id === null) {
    await client.POST('/api/v1/providers', { body: draft })
    return
  }
  const body = { ...draft, kind: undefined }
  await client.PATCH('/api/v1/providers/{provider_id}', { params: { path: { provider_id: id } }, body })
}

export async function deleteProvider(id: string): Promise<void> {
  await client.DELETE('/api/v1/providers/{provider_id}', { params: { path: { provider_id: id } } })
}
