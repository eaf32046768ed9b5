import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from './client'
import { isProblem } from './problem'
import type { components } from './schema'

type Schemas = components['schemas']

export type Session = Schemas['SessionOut']
export type SessionUser = Session['user']
export type DemoLogin = Schemas['DemoOut']['logins'][number]

/** The client throws on a refusal, so an answer without a body is a fault of the server. */
function bodyOf<T>({ data }: { data?: T }): T {
  if (data === undefined) throw new Error('The answer has no body.')
  return data
}

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

export async function logIn(body: Schemas['SessionIn']): Promise<Session> {
  return bodyOf(await client.POST('/api/v1/session', { body }))
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
