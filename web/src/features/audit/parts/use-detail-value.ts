import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'

const isInstant = (value: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)

/** A kept value as a person reads it: numbers, moments, yes and no, and how somebody proved who he is. */
export function useDetailValue(): (value: unknown) => string {
  const { t } = useLingui()
  const format = useFormat()
  const words: Record<string, string> = { password: t`password`, passkey: t`passkey`, totp: t`code of an app`, recovery: t`recovery code`, provider: t`single sign-on` }
  return (value) => {
    if (typeof value === 'string') return words[value] ?? (isInstant(value) ? format.instant(value) : value)
    if (typeof value === 'number') return format.number(value)
    if (typeof value === 'boolean') return value ? t`yes` : t`no`
    return value === null ? '—' : JSON.stringify(value)
  }
}
