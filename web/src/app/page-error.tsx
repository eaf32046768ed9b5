import type { ErrorComponentProps } from '@tanstack/react-router'
import { useLingui } from '@lingui/react/macro'
import { ErrorState } from '@/ui/error-state'

export function PageError({ error, reset }: ErrorComponentProps) {
  const { t } = useLingui()
  return <ErrorState isPage title={t`This page did not open`} error={error} onRetry={reset} />
}
