import { i18n } from '@lingui/core'
import { csrfToken } from '@/api/client'
import { eyes } from '@/api/eyes'
import { Problem } from '@/api/problem'
import { announceSignedOut } from '@/api/signed-out'
import { createStore } from '@/lib/store'
import type { KeptFile, Place } from './api'

/** One file on its way; it outlives the page that began it. */
export interface Upload {
  id: number
  /** Where its line is drawn: a record, or a file that gets a new version. */
  key: string
  name: string
  size: number
  state: 'waiting' | 'sending' | 'failed'
  sent: number
  error?: Problem
}

interface Job {
  upload: Upload
  file: File
  path: string
  onDone: (file: KeptFile) => void
  once: string
  call?: XMLHttpRequest
}

const atOnce = 3
const jobs = new Map<number, Job>()
let nextId = 1

export const uploads = createStore<Upload[]>([])

export function placeKey(place: Place): string {
  return `${place.kind}:${place.id}`
}

export function waitingKey(partyId: string): string {
  return `waiting:${partyId}`
}

export function versionKey(fileId: string): string {
  return `version:${fileId}`
}

function patch(id: number, part: Partial<Upload>): void {
  uploads.set((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)))
}

function add(key: string, path: string, file: File, onDone: Job['onDone']): void {
  const upload: Upload = { id: nextId++, key, name: file.name || 'file', size: file.size, state: 'waiting', sent: 0 }
  jobs.set(upload.id, { upload, file, path, onDone, once: crypto.randomUUID() })
  uploads.set((all) => [...all, upload])
  startNext()
}

export function sendFiles(place: Place, files: Iterable<File>, onDone: Job['onDone']): void {
  const query = new URLSearchParams({ record_kind: place.kind, record_id: place.id })
  for (const file of files) add(placeKey(place), `/api/v1/files?${query.toString()}`, file, onDone)
}

/** Files that wait at the customer for the note that is being written. */
export function sendWaiting(partyId: string, files: Iterable<File>, onDone: Job['onDone']): void {
  const query = new URLSearchParams({ record_kind: 'party', record_id: partyId, is_waiting: 'true' })
  for (const file of files) add(waitingKey(partyId), `/api/v1/files?${query.toString()}`, file, onDone)
}

export function sendVersion(fileId: string, base: number, file: File, onDone: Job['onDone']): void {
  add(versionKey(fileId), `/api/v1/files/${fileId}/versions?base=${base}`, file, onDone)
}

export function cancelUpload(id: number): void {
  jobs.get(id)?.call?.abort()
  forget(id)
}

/** A refusal by what the file is stays one, however often it is sent. */
export function canRetry({ error }: Upload): boolean {
  return ![403, 404, 413, 415, 422].includes(error?.status ?? 0)
}

export function retryUpload(id: number): void {
  patch(id, { state: 'waiting', sent: 0, error: undefined })
  startNext()
}

function forget(id: number): void {
  jobs.delete(id)
  uploads.set((all) => all.filter((one) => one.id !== id))
  startNext()
}

function startNext(): void {
  const all = uploads.get()
  const free = atOnce - all.filter((one) => one.state === 'sending').length
  all.filter((one) => one.state === 'waiting').slice(0, Math.max(0, free)).forEach((one) => { start(one.id) })
}

function start(id: number): void {
  const job = jobs.get(id)
  if (!job) return
  const call = new XMLHttpRequest()
  job.call = call
  patch(id, { state: 'sending' })
  call.open('POST', job.path)
  call.setRequestHeader('Content-Type', 'application/octet-stream')
  call.setRequestHeader('X-File-Name', encodeURIComponent(job.upload.name))
  call.setRequestHeader('X-CSRFToken', decodeURIComponent(csrfToken()))
  Object.entries(eyes()).forEach(([name, value]) => { call.setRequestHeader(name, value) })
  call.setRequestHeader('X-Kurator-Client', 'web')
  // One key for all attempts: what arrived without our hearing of it does not arrive twice.
  call.setRequestHeader('Idempotency-Key', job.once)
  call.setRequestHeader('Accept-Language', i18n.locale)
  call.upload.onprogress = (event) => { patch(id, { sent: event.loaded }) }
  call.onload = () => {
    if (call.status >= 200 && call.status < 300) {
      forget(id)
      job.onDone(JSON.parse(call.responseText) as KeptFile)
    } else fail(id, call)
  }
  call.onerror = () => { fail(id, call) }
  call.send(job.file)
}

function fail(id: number, call: XMLHttpRequest): void {
  if (call.status === 401) announceSignedOut()
  patch(id, { state: 'failed', error: new Problem(call.status, bodyOf(call)) })
  startNext()
}

function bodyOf(call: XMLHttpRequest): Record<string, unknown> {
  try {
    return JSON.parse(call.responseText) as Record<string, unknown>
  } catch {
    return { code: call.status === 0 ? 'network' : '' }
  }
}
