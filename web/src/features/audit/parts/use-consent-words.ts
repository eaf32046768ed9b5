import { useLingui } from '@lingui/react/macro'

export function useConsentWords(): { channel: (code: string) => string; state: (code: string) => string } {
  const { t } = useLingui()
  const channels: Record<string, string> = { PHONE: t`phone`, SMS: t`SMS`, EMAIL: t`e-mail`, MESSENGER: t`messenger`, POST: t`post` }
  const states: Record<string, string> = { GIVEN: t`given`, WITHDRAWN: t`withdrawn`, NONE: t`not asked` }
  return { channel: (code) => channels[code] ?? code, state: (code) => states[code] ?? code }
}
