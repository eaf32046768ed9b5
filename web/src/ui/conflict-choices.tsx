import { useLingui } from '@lingui/react/macro'
import { useFormat } from '@/lib/format/use-format'
import { Button } from './button'
import css from './conflict-choices.module.css'
import { SegmentedControl } from './segmented-control'
import { ThinBar } from './thin-bar'

/** `present` keeps what stands there now, `old` brings back what was there before. */
type Take = 'present' | 'old'

interface Conflict {
  party_id: string
  display_name: string | null
  field: string
  label: string
  old: string
  present: string
  changed_by?: string | null
  changed_at?: string | null
  is_changed_by_me?: boolean
}

interface Props<T extends Conflict> {
  items: T[]
  /** What becomes of those that are not decided singly. */
  usual: Take
  takeOf: (one: T) => Take
  onChoose: (one: T, take: Take) => void
  onChooseAll: (take: Take) => void
  isLoading: boolean
  error?: Error | null
  hasMore: boolean
  isLoadingMore: boolean
  onLoadMore: () => void
}

/** Each value that has been changed since, with what would come back and the choice between the two. */
export function ConflictChoices<T extends Conflict>({ items, usual, takeOf, onChoose, onChooseAll, isLoading, error, hasMore, isLoadingMore, onLoadMore }: Props<T>) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <>
      <SegmentedControl label={t`What has been changed since`} choices={[{ value: 'present', label: t`Keep as it is` }, { value: 'old', label: t`Overwrite` }]} value={usual} onChange={onChooseAll} />
      <div className={css.rows}>
        {isLoading && <ThinBar isActive />}
        {error && <p className="bad" role="alert">{error.message}</p>}
        {items.map((one) => {
          const name = one.display_name ?? t`A customer out of your sight`
          const isCreated = one.field === 'party.created'
          const label = isCreated ? t`Created by this change` : one.label
          const author = one.changed_by ?? ''
          const who = one.is_changed_by_me ? t`by you` : author && t`by ${author}`
          return (
            <div key={`${one.party_id} ${one.field}`} className={css.row}>
              <span className="m">
                <b>{name}</b> <span className="t3">{label}</span>
                {!isCreated && <> <span className="t2">{one.old || t`empty`}</span> → {one.present || t`empty`}</>}
                <span className="t3"> {who} {one.changed_at ? format.instant(one.changed_at) : ''}</span>
              </span>
              <SegmentedControl
                isSmall
                label={`${name}, ${label}`}
                choices={[{ value: 'present', label: t`Keep` }, { value: 'old', label: t`Take the old` }]}
                value={takeOf(one)}
                onChange={(take) => { onChoose(one, take) }}
              />
            </div>
          )
        })}
        {hasMore && <div><Button size="sm" isBusy={isLoadingMore} onClick={onLoadMore}>{t`Show more`}</Button></div>}
      </div>
    </>
  )
}
