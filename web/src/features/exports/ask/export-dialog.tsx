import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/api/problem'
import type { ListToExport } from '@/lib/export-request'
import { useFormat } from '@/lib/format/use-format'
import { Checkbox } from '@/ui/checkbox'
import { Dialog } from '@/ui/dialog'
import { RefusalBox } from '@/ui/refusal-box'
import { SegmentedControl } from '@/ui/segmented-control'
import { showToast } from '@/ui/toast'
import { allowanceQuery, makeExport, type FileFormat } from '../api/exports'
import css from './export-dialog.module.css'

interface Props extends ListToExport {
  onClose: () => void
}

/** Asks for the format and puts the export into the queue; the file comes with a notice. */
export function ExportDialog({ subject, name, query, ids, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const [fileFormat, setFileFormat] = useState<FileFormat>('XLSX')
  const [isRaw, setRaw] = useState(false)
  const allowance = useQuery(allowanceQuery).data
  const making = useMutation({
    mutationFn: () => makeExport({ subject, name, format: fileFormat, is_raw: isRaw && fileFormat === 'CSV', query: ids ? { ...query, filter: undefined, q: undefined, ids } : query }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['exports'] })
      showToast(t`The file is being made. A notice tells when it is ready.`)
      onClose()
    },
  })
  const { error } = making
  const why = isProblem(error) ? [error.detail, ...error.errors.map((one) => one.msg)].join(' ') : error?.message
  const exportsLeft = format.number(allowance?.exports_left ?? 0)
  const rowsLeft = format.number(allowance?.rows_left ?? 0)
  const note = typeof allowance?.rows_left === 'number' ? t`Left: ${exportsLeft} exports this hour, ${rowsLeft} rows today` : undefined
  const run = () => { making.mutate() }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={ids ? t`Export chosen rows` : t`Export the list`}
      subtitle={name}
      act={{ label: t`Make the file`, run, isBusy: making.isPending, icon: 'download' }}
    >
      <div className={css.fields}>
        <SegmentedControl label={t`Format`} isWide value={fileFormat} onChange={setFileFormat} choices={[{ value: 'XLSX', label: 'XLSX' }, { value: 'CSV', label: 'CSV' }]} />
        <p className="t3">{fileFormat === 'XLSX' ? t`For spreadsheets: dates and numbers keep their type, phones stay texts.` : t`Texts that a spreadsheet would run as formulas get a quotation mark before them.`}</p>
        {fileFormat === 'CSV' && allowance?.can_be_raw && <Checkbox label={t`Raw, for programs`} description={t`Formulas stay as they are. Do not open such a file in a spreadsheet.`} checked={isRaw} onChange={setRaw} />}
        {note && <p className="m t3 num">{note}</p>}
        {why && <RefusalBox icon="lock" title={t`This export was refused`}>{why}</RefusalBox>}
      </div>
    </Dialog>
  )
}
