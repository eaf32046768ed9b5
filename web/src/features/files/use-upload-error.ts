import { useLingui } from '@lingui/react/macro'
import type { Upload } from './uploads'

/** Why a file did not arrive, in the person's language. */
export function useUploadError({ error }: Upload): string {
  const { t } = useLingui()
  if (error?.code === 'network') return t`The connection broke. Nothing was kept.`
  return error?.detail || t`It did not work. Try again.`
}
