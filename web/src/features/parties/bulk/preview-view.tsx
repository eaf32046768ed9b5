import { Plural, useLingui } from '@lingui/react/macro'
import { Fragment } from 'react'
import { useFields, type Field } from '@/api/fields'
import { Status } from '@/ui/status'
import type { BulkPreview } from '../api/bulk'
import { isBlank } from '../values/is-blank'
import { ValueView } from '../values/value-view'
import css from './bulk.module.css'

/** Nothing is told as nothing: an empty place would not say that a value goes. */
function Value({ field, value }: { field: Field; value: unknown }) {
  const { t } = useLingui()
  return isBlank(value) && field.kind !== 'user' ? <span className="t3">{t`empty`}</span> : <ValueView field={field} value={value} />
}

/** What would happen: figures, and some customers with their old and new values. */
export function PreviewView({ preview, spread }: { preview: BulkPreview; spread?: number }) {
  const { t } = useLingui()
  const { byCode } = useFields()
  const hidden = preview.out_of_sight
  return (
    <>
      <div className={css.figures} role="status">
        <span className="num"><b><Plural value={preview.changed} one="# customer will change" other="# customers will change" /></b></span>
        {preview.unchanged > 0 && <span className="t2 num"><Plural value={preview.unchanged} one="# is so already" other="# are so already" /></span>}
        {hidden > 0 && <Status tone="warn">{t`Out of your sight: ${hidden}`}</Status>}
      </div>
      {preview.samples.some((row) => row.changes.length > 0) && (
        <div className={css.samples}>
          {preview.samples.flatMap((row) => row.changes.map((change) => {
            const field = byCode.get(change.field)
            const isSpread = change.field === 'party.owner' && (spread ?? 0) > 1
            return (
              <Fragment key={`${row.id}${change.field}`}>
                <b className="el">{row.display_name}</b>
                <span className="t3 el">{field?.label}</span>
                <span className="t2 el">{field && <Value field={field} value={change.old} />}</span>
                <span className="el">{isSpread ? t`one of ${spread}` : field && <Value field={field} value={change.new} />}</span>
              </Fragment>
            )
          }))}
        </div>
      )}
    </>
  )
}
