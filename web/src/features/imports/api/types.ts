export type ImportStatus = 'ANALYZING' | 'DRAFT' | 'CHECKING' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELED'

export type AttributeKind = 'text' | 'number' | 'money' | 'bool' | 'date' | 'choice'

export type Texts = Partial<Record<'ru' | 'uk' | 'en', string>>

export interface NewAttribute {
  code: string
  label: Texts
  kind: AttributeKind
  choices: { code: string; label: Texts }[]
  currency: string
}

export type Target = string | { new_attribute: NewAttribute } | null

export interface ColumnOptions {
  date_order?: 'day' | 'month' | null
  decimal?: 'point' | 'comma' | null
  language?: 'ru' | 'uk' | 'en' | null
  is_currency_confirmed?: boolean
}

export interface ImportColumn {
  index: number
  header: string
  target: Target
  kind: string
  options: ColumnOptions
  shape: string
  blanks: number
  distinct: number | null
  is_unique: boolean
  examples: string[]
  choices: string[]
}

export interface Question {
  code: 'date_order' | 'decimal' | 'key' | 'currency' | 'encoding'
  column: number | null
  is_required: boolean
  text: string
  answers: { value: string; label: string }[]
}

export interface Counts {
  created: number
  updated: number
  unchanged: number
  refused: number
  superseded: number
}

export interface RowProblem {
  row: number
  column: number | null
  header: string
  value: string
  code: string
  message: string
}

export interface ImportRow {
  id: string
  name: string
  file_name: string
  size: number
  status: ImportStatus
  rows_total: number
  rows_done: number
  counts: Counts
  problems_total: number
  failure: { code: string; message: string } | null
  created_at: string
  started_at: string | null
  finished_at: string | null
}

export interface ImportOptions {
  key?: number | 'none' | null
  owner?: string | null
  status?: string | null
  on_duplicate_in_file?: 'refuse' | 'last' | null
  blank_cells?: 'keep' | 'clear' | null
  tags?: string[] | null
  phone_country?: string | null
  encoding?: string | null
  delimiter?: string | null
  has_header?: boolean | null
}

export interface Import extends ImportRow {
  encoding: string
  delimiter: string
  has_header: boolean
  options: ImportOptions & { recalled_from?: string }
  columns: ImportColumn[]
  sample: string[][]
  questions: Question[]
  check: Counts | null
  problems: RowProblem[]
  has_file: boolean
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
