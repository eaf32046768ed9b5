import type { components } from '@/api/schema'
import type { LocalizedText } from '@/i18n/texts'

type Schemas = components['schemas']

export type ImportRow = Schemas['ImportRow']
export type ImportStatus = ImportRow['status']
export type ImportPage = Schemas['ImportPage']
export type Counts = Schemas['CountsOut']
export type Question = Schemas['QuestionOut']
export type NewAttribute = Omit<Schemas['NewAttribute'], 'label' | 'choices'> & { label: LocalizedText; choices: { code: string; label: LocalizedText }[] }
export type Target = string | { new_attribute: NewAttribute } | null
export type ColumnOptions = Partial<Schemas['ColumnOptions']>
export type ImportColumn = Omit<Schemas['ColumnOut'], 'target' | 'options'> & { target: Target; options: ColumnOptions }
export type ImportOptions = Partial<Schemas['OptionsIn']>

export type Import = Omit<Schemas['ImportOut'], 'columns' | 'options'> & {
  columns: ImportColumn[]
  options: ImportOptions
}

export interface MappingChange {
  name?: string
  columns?: { index: number; target?: Target; options?: ColumnOptions }[]
  options?: ImportOptions
}

export function isNew(target: Target): target is { new_attribute: NewAttribute } {
  return typeof target === 'object' && target !== null
}

export function isUnderWay(status: ImportStatus): boolean {
  return status === 'ANALYZING' || status === 'CHECKING' || status === 'RUNNING'
}
