import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/ui/button'
import { Menu } from '@/ui/menu'
import { RefusalBox } from '@/ui/refusal-box'
import { importQuery } from '../api/imports'
import { applyMapping, mappingsQuery, presetsQuery, type Offer } from '../api/mappings'
import type { Import } from '../api/types'
import { SaveMappingDialog } from './save-mapping-dialog'
import css from './wizard.module.css'

/** Mappings that fit the heads, all the others behind a menu, and keeping this one under a name. */
export function OffersBar({ one }: { one: Import }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [isNaming, setNaming] = useState(false)
  const mappings = useQuery(mappingsQuery).data ?? []
  const presets = useQuery(presetsQuery).data ?? []
  const applying = useMutation({
    mutationFn: (offer: Pick<Offer, 'kind' | 'id'>) => applyMapping(one.id, offer),
    onSuccess: (fresh) => { client.setQueryData(importQuery(one.id).queryKey, fresh) },
  })
  const all = [
    { id: 'saved', title: t`Saved mappings`, items: mappings.map(({ id, name }) => ({ id, label: name, run: () => { applying.mutate({ kind: 'mapping' as const, id }) } })) },
    { id: 'presets', title: t`Exports of other programs`, items: presets.map(({ code, name }) => ({ id: code, label: name, run: () => { applying.mutate({ kind: 'preset' as const, id: code }) } })) },
  ].filter((section) => section.items.length > 0)
  return (
    <>
      <div className={css.offers}>
        {one.is_mended && <span className="t2">{t`Rows refused before, mapped as they were; the two added columns are left out`}</span>}
        {one.offers.length > 0 && <span className="t2">{t`This table looks like`}</span>}
        {one.offers.slice(0, 3).map((offer) => (
          <Button key={`${offer.kind}-${offer.id}`} size="sm" icon={applying.isSuccess && applying.variables.id === offer.id ? 'check' : undefined} isBusy={applying.isPending && applying.variables.id === offer.id} onClick={() => { applying.mutate(offer) }}>{offer.name}</Button>
        ))}
        <span className="grow" />
        <Menu position="bottom-end" target={<Button size="sm" variant="ghost" icon="chevron-down">{t`Map as`}</Button>} sections={all} />
        <Button size="sm" variant="ghost" icon="archive" onClick={() => { setNaming(true) }}>{t`Save the mapping`}</Button>
      </div>
      {applying.error && <RefusalBox title={t`This mapping was not put on`}>{applying.error.message}</RefusalBox>}
      {isNaming && <SaveMappingDialog importId={one.id} name={one.name} onClose={() => { setNaming(false) }} />}
    </>
  )
}
