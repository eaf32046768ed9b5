import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Locale } from '@/i18n/locale'
import type { Theme } from '@/lib/theme'
import { isProblem } from './problem'
import { request } from './request'

export interface SessionUser {
  id: string
  name: string
  email: string
  initials: string
  language: Locale
  theme: Theme
}

export interface Session {
  user: SessionUser
  permissions: string[]
  scope: 'OWN' | 'TEAM' | 'SUBTREE' | 'ALL'
  time_zone: string
}

export interface DemoLogin {
  email: string
  password: string
  role: string
  name: string
}

async function fetchSession(): Promise<Session | null> {
  try {
    return await request<Session>('GET', '/session')
  } catch (error) {
    if (isProblem(error) && error.status === 401) return null
    throw error
  }
}

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: fetchSession, staleTime: Infinity, retry: false })

export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: () => request<{ logins: DemoLogin[] }>('GET', '/demo'),
  staleTime: Infinity,
  retry: false,
})

export function logIn(body: { email: string; password: string }): Promise<Session> {
  return request<Session>('POST', '/session', { body })
}

export function logOut(): Promise<void> {
  return request('DELETE', '/session')
}

export function updateSession(body: { language?: Locale; theme?: Theme }): Promise<Session> {
  return request<Session>('PATCH', '/session', { body })
}

/** Null only before the log-in; screens inside the shell may rely on it. */
export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null
}
