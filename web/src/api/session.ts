import { queryOptions, useQuery } from '@tanstack/react-query'
import { bodyOf } from './body-of'
import { client } from './client'
import { isProblem } from './problem'
import type { components } from './schema'
import { askPasskey } from '@/lib/passkey'

type Schemas = components['schemas']

export type Session = Schemas['SessionOut']
export type SessionUser = Session['user']
export type DemoLogin = Schemas['DemoOut']['logins'][number]

async function fetchSession(): Promise<Session | null> {
  try {
    return bodyOf(await client.GET('/api/v1/session'))
  } catch (error) {
    if (isProblem(error) && error.status === 401) return null
    throw error
  }
}

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: fetchSession, staleTime: Infinity, retry: false })

export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: async () => bodyOf(await client.GET('/api/v1/demo')),
  staleTime: Infinity,
  retry: false,
})

export type SecondStep = Schemas['SecondStepOut']
export type Landed = Session | SecondStep
export type EntryLink = Schemas['LinkOut']

export function isSecondStep(landed: Landed): landed is SecondStep {
  return 'ways' in landed
}

export async function logIn(body: Schemas['SessionIn']): Promise<Landed> {
  return bodyOf(await client.POST('/api/v1/session', { body }))
}

export async function sendCode(code: string): Promise<Landed> {
  return bodyOf(await client.POST('/api/v1/session/code', { body: { code } }))
}

/** Asks the browser for a passkey: as the second step when one is open, else instead of a password. */
export async function enterWithPasskey(): Promise<Landed> {
  const { options } = bodyOf(await client.POST('/api/v1/session/passkey/options'))
  const credential = await askPasskey(options)
  return bodyOf(await client.POST('/api/v1/session/passkey', { body: { credential } }))
}

export const providersQuery = queryOptions({
  queryKey: ['log-in-providers'],
  queryFn: async () => bodyOf(await client.GET('/api/v1/session/providers')),
  staleTime: Infinity,
  retry: false,
})

/** Leaves this page for the provider's. */
export async function goToProvider(id: string): Promise<void> {
  const { address } = bodyOf(await client.POST('/api/v1/session/providers/{provider_id}', { params: { path: { provider_id: id } } }))
  window.location.assign(address)
}

/** Back from the provider: `answer` is what stands in the address. */
export async function finishAtProvider(answer: { state?: string; code?: string }): Promise<Landed> {
  const { state, code } = answer
  if (state && code) return bodyOf(await client.POST('/api/v1/session/provider-code', { body: { state, code } }))
  return bodyOf(await client.POST('/api/v1/session/provider-assertion'))
}

export async function openLink(token: string): Promise<EntryLink> {
  return bodyOf(await client.POST('/api/v1/session/link', { body: { token } }))
}

export async function takeLink(token: string, password: string): Promise<Landed> {
  return bodyOf(await client.POST('/api/v1/session/link/use', { body: { token, password } }))
}

export async function askForReset(email: string): Promise<void> {
  await client.POST('/api/v1/session/reset', { body: { email } })
}

export async function logOut(): Promise<void> {
  await client.DELETE('/api/v1/session')
}

export async function updateSession(body: Schemas['SessionPatch']): Promise<Session> {
  return bodyOf(await client.PATCH('/api/v1/session', { body }))
}

/** Null only before the log-in; screens inside the shell may rely on it. */
export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null
}
