import { useCallback } from 'react'
import { useSession, type Session } from './session'

export function allows(session: Session | null, permission: string): boolean {
  return session?.permissions.includes(permission) ?? false
}

/** `const can = useCan(); can('parties.edit')` */
export function useCan(): (permission: string) => boolean {
  const session = useSession()
  return useCallback((permission: string) => allows(session, permission), [session])
}
