import { useLingui } from '@lingui/react/macro'

export function useStreamName(): (stream: string) => string {
  const { t } = useLingui()
  const names: Record<string, string> = { changes: t`History: changed values`, transactions: t`History: who changed`, security: t`Security events` }
  return (stream) => names[stream] ?? stream
}
