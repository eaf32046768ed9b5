import { queryOptions } from '@tanstack/react-query'
import { askPasskey } from '@/lib/passkey'
import { client } from './client'
import type { components } from './schema'
import { wordsOf } from './words-of'

type Schemas = components['schemas']
export type Security = Schemas['SecurityOut']

function bodyOf<T>({ data }: { data?: T }): T {
  if (data === undefined) throw new Error('The answer has no body.')
  return data
}

/** How the person logs in, and so by what he can prove that it is he. */
export const securityQuery = queryOptions({ queryKey: ['account', 'security'], queryFn: async () => bodyOf(await client.GET('/api/v1/me/security')) })

const proveBy = (proof: { password?: string; code?: string }) => client.POST('/api/v1/me/proof', { body: { password: '', code: '', ...proof } })

async function byPasskey(): Promise<void> {
  const { options } = bodyOf(await client.POST('/api/v1/me/proof/options'))
  await client.POST('/api/v1/me/proof', { body: { password: '', code: '', credential: await askPasskey(options) } })
}

/** The ways open to this person, as the dialog that asks for a proof takes them. */
export function waysToProve({ has_password, factors }: Security) {
  return {
    byCode: !has_password,
    prove: (text: string) => proveBy(has_password ? { password: text } : { code: text.trim() }),
    proveByPasskey: factors.some((factor) => factor.kind === 'webauthn') ? byPasskey : undefined,
    wordsOf,
  }
}
