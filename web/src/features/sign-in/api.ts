import { queryOptions } from '@tanstack/react-query'
import { bodyOf } from '@/api/body-of'
import { client } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Provider = Schemas['ProviderOut']
export type Draft = Schemas['ProviderIn']
export type Certificate = Schemas['CertificateOut']

export const providersQuery = queryOptions({
  queryKey: ['sign-in', 'providers'],
  queryFn: async () => (await client.GET('/api/v1/providers')).data ?? [],
})

export const choicesQuery = queryOptions({
  queryKey: ['sign-in', 'choices'],
  queryFn: async () => {
    const [teams, roles] = await Promise.all([client.GET('/api/v1/teams'), client.GET('/api/v1/roles')])
    return { teams: teams.data ?? [], roles: roles.data ?? [] }
  },
})

export function draftOf(provider: Provider | null): Draft {
  const { kind = 'OIDC', name = '', is_enabled = true, issuer = '', client_id = '', sso_url = '', certificate = '', metadata_url = '', domains = [], is_second_factor = true, makes_people = false, new_team_id = null, new_role_ids = [] } = provider ?? {}
  return { kind, name, is_enabled, issuer, client_id, client_secret: '', sso_url, certificate, metadata_url, domains, is_second_factor, makes_people, new_team_id, new_role_ids }
}

/** What a SAML provider says of itself; nothing is kept. */
export async function readDescription(body: Schemas['MetadataIn']): Promise<Schemas['MetadataOut']> {
  return bodyOf(await client.POST('/api/v1/provider-metadata', { body }))
}

/** Reads it anew now; a failure stands in the answer. */
export async function refreshDescription(id: string): Promise<Provider> {
  return bodyOf(await client.POST('/api/v1/providers/{provider_id}/metadata', { params: { path: { provider_id: id } } }))
}

export async function saveProvider(id: string | null, draft: Draft): Promise<void> {
  const body = { ...draft, kind: undefined }
  await (id === null
    ? client.POST('/api/v1/providers', { body: draft })
    : client.PATCH('/api/v1/providers/{provider_id}', { params: { path: { provider_id: id } }, body }))
}

export async function deleteProvider(id: string): Promise<void> {
  await client.DELETE('/api/v1/providers/{provider_id}', { params: { path: { provider_id: id } } })
}
