import { useLingui } from '@lingui/react/macro'
import { useBytes } from '@/lib/format/use-bytes'
import type { IconName } from '@/lib/icon-paths'

const pictures = ['png', 'jpeg', 'gif', 'webp', 'bmp', 'tiff', 'heic', 'svg']
const media = ['mp3', 'wav', 'ogg', 'mp4']
const tables = ['xlsx', 'ods']

export function iconOf(kind: string): IconName {
  if (pictures.includes(kind)) return 'eye'
  if (media.includes(kind)) return 'play'
  if (tables.includes(kind)) return 'table'
  return kind === 'zip' ? 'archive' : 'doc'
}

export interface FileWords {
  size: (bytes: number) => string
  tag: (code: string) => string
  tags: { value: string; label: string }[]
  record: (kind: string) => string
}

/** Sizes, marks and records in the person's language. */
export function useFileWords(): FileWords {
  const { t } = useLingui()
  const size = useBytes()
  const tags = [
    { value: 'contract', label: t`Contract` },
    { value: 'invoice', label: t`Invoice` },
    { value: 'certificate', label: t`Certificate` },
    { value: 'identity', label: t`Identity document` },
    { value: 'letter', label: t`Letter` },
    { value: 'photo', label: t`Photo` },
    { value: 'recording', label: t`Recording` },
  ]
  const records: Record<string, string> = { party: t`Customer`, task: t`Task`, note: t`Note` }
  return {
    size,
    tag: (code) => tags.find((one) => one.value === code)?.label ?? code,
    tags,
    record: (kind) => records[kind] ?? kind,
  }
}
