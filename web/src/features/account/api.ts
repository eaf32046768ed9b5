import { queryOptions } from '@tanstack/react-query'
import { bodyOf } from '@/api/body-of'
import { client } from '@/api/client'
import type { components } from '@/api/schema'
import { makePasskey } from '@/lib/passkey'

type Schemas = components['schemas']
export type Factor = Schemas['FactorOut']
export type OpenSession = Schemas['OpenSessionOut']

export const sessionsQuery = queryOptions({ queryKey: ['account', 'sessions'], queryFn: async () => bodyOf(await client.GET('/api/v1/me/sessions')) })

export const endSession = (id: string) => client.DELETE('/api/v1/me/sessions/{session_id}', { params: { path: { session_id: id } } })
export const endOtherSessions = () => client.DELETE('/api/v1/me/sessions')
export const rename = async (name: string) => bodyOf(await client.PATCH('/api/v1/me', { body: { name } }))
export const changePassword = (old_password: string, new_password: string) => client.POST('/api/v1/me/password', { body: { old_password, new_password } })
export const offerTotp = async () => bodyOf(await client.POST('/api/v1/me/totp'))
export const confirmTotp = async (code: string) => bodyOf(await client.POST('/api/v1/me/totp/confirm', { body: { code } })).codes
export const newRecoveryCodes = async () => bodyOf(await client.POST('/api/v1/me/recovery-codes')).codes
export const removeFactor = (id: number) => client.DELETE('/api/v1/me/factors/{factor_id}', { params: { path: { factor_id: id } } })

export async function addPasskey(name: string): Promise<string[]> {
  const { options } = bodyOf(await client.POST('/api/v1/me/passkeys/options'))
  const credential = await makePasskey(options)
  return bodyOf(await client.POST('/api/v1/me/passkeys', { body: { name, credential } })).codes
}
