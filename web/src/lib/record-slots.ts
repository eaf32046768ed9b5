import type { ComponentType } from 'react'

export interface RecordSectionProps {
  /** What the record is: `task`, `note`. */
  kind: string
  id: string
  partyId: string
}

/** A part of any record below a customer that another domain fills; it looks at the person's rights itself. May be `lazy()`. */
export interface RecordSection {
  code: string
  kinds: string[]
  order: number
  Section: ComponentType<RecordSectionProps>
}

export interface RecordPlug {
  recordSections?: RecordSection[]
}

const sections = new Map<string, RecordSection>()

/** Called by the shell for each feature. */
export function registerRecordPlug(plug: RecordPlug): void {
  plug.recordSections?.forEach((section) => sections.set(section.code, section))
}

export function recordSections(kind: string): RecordSection[] {
  return [...sections.values()].filter((section) => section.kinds.includes(kind)).sort((a, b) => a.order - b.order)
}
