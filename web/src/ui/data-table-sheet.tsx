import type { Column } from './data-table-types'
import { Drawer } from './drawer'
import { KeyValue } from './key-value'
import { KeyValueRow } from './key-value-row'
import { Section } from './section'

interface Props<Row> {
  label: string
  row: Row
  columns: Column<Row>[]
  onClose: () => void
}

/** On a phone a row shows four columns at most: here are all of them. */
export function DataTableSheet<Row>({ label, row, columns, onClose }: Props<Row>) {
  const verbs = columns.filter((column) => !column.header)
  return (
    <Drawer isOpen onClose={onClose} title={label} width="100%" isFlush>
      <Section>
        <KeyValue>
          {columns.filter((column) => column.header).map((column) => <KeyValueRow key={column.id} label={column.header}>{column.cell(row)}</KeyValueRow>)}
        </KeyValue>
        {verbs.map((column) => <div key={column.id}>{column.cell(row)}</div>)}
      </Section>
    </Drawer>
  )
}
