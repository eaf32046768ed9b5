import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/request'
import type { components } from '@/api/schema'

type Schemas = components['schemas']

export type Overview = Schemas['OverviewOut']
export type Queue = Schemas['QueueOut']
export type Action = Schemas['ActionOut']
export type DeadEvent = Schemas['EventOut']
export type Job = Schemas['JobOut']
export type RequestFigure = Schemas['RequestOut']
export type SecurityNote = Schemas['SecurityNoteOut']
export type Backups = Schemas['BackupsOut']
export type Outcome = Schemas['SettleIn']['outcome']

/** Figures that no event announces are read again while they are looked at. */
const lively = { refetchInterval: 5_000 }

function list<T>(name: string, path: string, query?: Record<string, string>) {
  return queryOptions({
    queryKey: ['operations', name, query ?? {}],
    queryFn: async ({ signal }) => (await request<{ items: T[] }>('GET', `/operations/${path}`, { query, signal })).items,
    ...lively,
  })
}

export const overviewQuery = queryOptions({ queryKey: ['operations', 'overview'], queryFn: () => request<Overview>('GET', '/operations'), ...lively })
export const heldQuery = queryOptions({ queryKey: ['operations', 'held'], queryFn: () => request<Schemas['HeldOut']>('GET', '/operations/held'), staleTime: 60_000 })
export const actionsQuery = list<Action>('actions', 'actions')
export const eventsQuery = list<DeadEvent>('events', 'events')
export const jobsQuery = list<Job>('jobs', 'jobs')
export const requestsQuery = list<RequestFigure>('requests', 'requests')
export const notesQuery = (about: 'access' | 'exports') => list<SecurityNote>('security', 'security', { about })
export const backupsQuery = queryOptions({ queryKey: ['operations', 'backups'], queryFn: () => request<Backups>('GET', '/operations/backups'), ...lively })

export const settleAction = (key: string, outcome: Outcome, reason: string) => request('POST', `/operations/actions/${encodeURIComponent(key)}/settle`, { body: { outcome, reason } })
export const replayEvent = (id: string) => request('POST', `/operations/events/${id}/replay`, { body: {} })
export const retryJob = (id: number) => request('POST', `/operations/jobs/${id}/retry`, { body: {} })
export const releaseOutbound = () => request('POST', '/operations/held/release', { body: {} })
export const requestBackup = () => request('POST', '/operations/backups', { body: {} })
