import { plural } from '@lingui/core/macro'
import { Plural, useLingui } from '@lingui/react/macro'
import { Fragment } from 'react'
import { useFields, type Field } from '@/api/fields'
import { useFormat } from '@/lib/format/use-format'
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

/** A contact is no field of the catalogue: it is told as the server writes it. */
function Told({ field, value }: { field: Field | undefined; value: unknown }) {
  const { t } = useLingui()
  if (field) return <Value field={field} value={value} />
  return isBlank(value) ? <span className="t3">{t`empty`}</span> : <span title={String(value)}>{String(value)}</span>
}

/** Who would stay as he is, whole, and why. */
function Refusals({ preview }: { preview: BulkPreview }) {
  const format = useFormat()
  const namesOf = (code: string) => preview.refused_samples.filter((one) => one.code === code).map((one) => one.display_name ?? '')
  return (
    <div className={css.refusals}>
      {preview.reasons.map((one) => (
        <span key={one.code} className="m">
          <b className="num">{format.number(one.count)}</b> {one.reason}
          <span className="t2"> {format.list(namesOf(one.code))}</span>
        </span>
      ))}
    </div>
  )
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
        {preview.refused > 0 && <Status tone="warn">{plural(preview.refused, { one: '# will stay as it is', other: '# will stay as they are' })}</Status>}
        {hidden > 0 && <Status tone="warn">{t`Out of your sight: ${hidden}`}</Status>}
      </div>
      {!preview.is_exact && <p className="t2">{t`So many are selected that the figures are those of the first 200,000.`}</p>}
      {preview.samples.some((row) => row.changes.length > 0) && (
        <div className={css.samples}>
          {preview.samples.flatMap((row) => row.changes.map((change) => {
            const field = byCode.get(change.field)
            const isSpread = change.field === 'party.owner' && (spread ?? 0) > 1
            return (
              <Fragment key={`${row.id}${change.field}${change.label}${String(change.old)}`}>
                <b className="el">{row.display_name}</b>
                <span className="t3 el">{change.label}</span>
                <span className="t2 el"><Told field={field} value={change.old} /></span>
                <span className="el">{isSpread ? t`one of ${spread}` : <Told field={field} value={change.new} />}</span>
              </Fragment>
            )
          }))}
        </div>
      )}
      {preview.refused > 0 && <Refusals preview={preview} />}
    </>
  )
}
