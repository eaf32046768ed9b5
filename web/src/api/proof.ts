import { queryOptions } from '@tanstack/react-query'
import { askPasskey } from '@/lib/passkey'
import { bodyOf } from './body-of'
import { client } from './client'
import type { components } from './schema'

export type Security = components['schemas']['SecurityOut']

export const securityQuery = queryOptions({ queryKey: ['account', 'security'], queryFn: async () => bodyOf(await client.GET('/api/v1/me/security')) })

export const proveBy = (proof: { password?: string; code?: string }) => client.POST('/api/v1/me/proof', { body: { password: '', code: '', ...proof } })

export async function proveByPasskey(): Promise<void> {
  const { options } = bodyOf(await client.POST('/api/v1/me/proof/options'))
  await client.POST('/api/v1/me/proof', { body: { password: '', code: '', credential: await askPasskey(options) } })
}

/** Who has the session of this browser by now, and until when he needs no new proof. */
export async function proofElsewhere(): Promise<{ userId: string; provenUntil: string }> {
  const session = bodyOf(await client.GET('/api/v1/session'))
  const security = bodyOf(await client.GET('/api/v1/me/security'))
  return { userId: session.user.id, provenUntil: security.proven_until }
}
