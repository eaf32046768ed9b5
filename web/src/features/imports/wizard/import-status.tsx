import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { Button } from '@/ui/button'
import { Status } from '@/ui/status'
import { isNew, type Import } from '../api/types'
import type { ImportEdit } from './use-import-edit'

interface Props {
  one: Import
  edit: ImportEdit
}

/** The bar at the bottom of the draft: what is chosen, what is asked, and the next step. */
export function ImportStatus({ one, edit }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const mapped = one.columns.filter((column) => column.target !== null).length
  const made = one.columns.filter((column) => isNew(column.target)).length
  const asked = one.questions.filter((question) => question.is_required).length
  const total = one.columns.length
  const added = made > 0 ? plural(made, { one: '# new attribute', other: '# new attributes' }) : ''
  const open = plural(asked, { one: '# question to answer', other: '# questions to answer' })
  const count = one.check ? one.check.created + one.check.updated : 0
  const shown = format.number(count)
  const run = plural(count, { one: `Import ${shown} customer`, other: `Import ${shown} customers` })
  return (
    <>
      <span className="nb">{t`${mapped} of ${total} columns`}</span>
      {added && <span className="t3 nb">{added}</span>}
      {asked > 0 && <Status tone="warn">{open}</Status>}
      {edit.error && <Status tone="bad">{edit.error}</Status>}
      <span className="grow" />
      <Button variant={one.check ? 'default' : 'primary'} onClick={edit.check} isBusy={edit.acting === 'check'} disabled={asked > 0 || edit.isSaving}>{one.check ? t`Check again` : t`Check`}</Button>
      {one.check && <Button variant="primary" onClick={edit.run} isBusy={edit.acting === 'run'} disabled={asked > 0 || count === 0}>{run}</Button>}
    </>
  )
}
