import { queryOptions } from '@tanstack/react-query'
import { askPasskey } from '@/lib/passkey'
import { createStore } from '@/lib/store'
import { client } from './client'
import { isProblem } from './problem'
import type { components } from './schema'

export type Security = components['schemas']['SecurityOut']

function bodyOf<T>({ data }: { data?: T }): T {
  if (data === undefined) throw new Error('The answer has no body.')
  return data
}

export const securityQuery = queryOptions({ queryKey: ['account', 'security'], queryFn: async () => bodyOf(await client.GET('/api/v1/me/security')) })

/** Who waits for the person to show who he is; the shell draws the question. */
export const askedProof = createStore<((isProven: boolean) => void) | null>(null)

function askForProof(): Promise<boolean> {
  return new Promise((resolve) => {
    askedProof.set(() => (isProven: boolean) => { askedProof.set(null); resolve(isProven) })
  })
}

/**
 * Do a dangerous act; where the server wants to be shown first who one is, the person is asked, and
 * the act repeated. Gives nothing when the person does not prove himself.
 */
export async function withProof<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (error) {
    if (!isProblem(error) || error.code !== 'access.proof_needed') throw error
  }
  return (await askForProof()) ? act() : undefined
}

export const proveBy = (proof: { password?: string; code?: string }) => client.POST('/api/v1/me/proof', { body: { password: '', code: '', ...proof } })

export async function proveByPasskey(): Promise<void> {
  const { options } = bodyOf(await client.POST('/api/v1/me/proof/options'))
  await client.POST('/api/v1/me/proof', { body: { password: '', code: '', credential: await askPasskey(options) } })
}
