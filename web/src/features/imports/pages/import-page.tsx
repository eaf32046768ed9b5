import { useLingui } from '@lingui/react/macro'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { fieldsQuery, tagsQuery } from '@/api/fields'
import { useBytes } from '@/lib/format/use-bytes'
import { useFormat } from '@/lib/format/use-format'
import { goTo } from '@/lib/router-link'
import { CanvasPage } from '@/ui/canvas-page'
import { ErrorState } from '@/ui/error-state'
import { IconButton } from '@/ui/icon-button'
import { Menu } from '@/ui/menu'
import { PageHead } from '@/ui/page-head'
import { RefusalBox } from '@/ui/refusal-box'
import { Section } from '@/ui/section'
import { showRefusal } from '@/ui/show-refusal'
import { Skeleton } from '@/ui/skeleton'
import { deleteImport, importQuery } from '../api/imports'
import { isUnderWay, type Import } from '../api/types'
import { importRoute } from '../routes'
import { CountsView } from '../wizard/counts-view'
import { ImportOptions } from '../wizard/import-options'
import { ImportProgress } from '../wizard/import-progress'
import { ImportResult } from '../wizard/import-result'
import { ImportStatus } from '../wizard/import-status'
import { MappingTable } from '../wizard/mapping-table'
import { NewValues } from '../wizard/new-values'
import { ProblemList } from '../wizard/problem-list'
import { OffersBar } from '../wizard/offers-bar'
import { stepOf, Steps } from '../wizard/steps'
import { useImportEdit } from '../wizard/use-import-edit'
import css from '../wizard/wizard.module.css'

function Head({ one }: { one: Import }) {
  const { t } = useLingui()
  const format = useFormat()
  const client = useQueryClient()
  const deleting = useMutation({
    mutationFn: () => deleteImport(one.id),
    onError: showRefusal,
    onSuccess: () => { void client.invalidateQueries({ queryKey: ['imports', 'list'] }); goTo('/imports') },
  })
  const size = useBytes()(one.size)
  const rows = format.number(one.rows_total)
  const how = one.sheet || (one.encodings.find(({ value }) => value === one.encoding)?.label ?? '')
  const more = <Menu position="bottom-end" target={<IconButton icon="more" label={t`More`} />} sections={[{ id: 'more', items: [{ id: 'delete', label: t`Remove the import, customers stay`, icon: 'trash', isDanger: true, isDisabled: isUnderWay(one.status), run: () => { deleting.mutate() } }] }]} />
  return (
    <PageHead
      isCanvas
      title={one.name || one.file_name}
      before={<IconButton icon="chevron-left" label={t`To the imports`} onClick={() => { goTo('/imports') }} />}
      crumbs={<span className="el">{t`${rows} rows, ${size}, ${how}`}</span>}
      actions={<><Steps at={stepOf(one.status, one.check !== null)} />{more}</>}
    />
  )
}

function Checked({ one }: { one: Import }) {
  const { t } = useLingui()
  const place = useRef<HTMLDivElement>(null)
  const shown = useRef(one.check)
  // Whoever pressed the button far down the columns is taken to what it found.
  useEffect(() => {
    if (one.check && one.check !== shown.current) place.current?.scrollIntoView({ block: 'start' })
    shown.current = one.check
  }, [one.check])
  if (!one.check) return null
  return (
    <div ref={place}>
      <Section title={t`If it ran now`}><CountsView counts={one.check} isForecast /><NewValues one={one} isForecast /></Section>
      <ProblemList one={one} />
    </div>
  )
}

/** A run may define attributes and tags: screens opened after it know them. */
function useFreshFields({ status }: Import): void {
  const client = useQueryClient()
  useEffect(() => {
    if (status === 'DRAFT' || status === 'ANALYZING' || status === 'CHECKING') return
    for (const { queryKey } of [fieldsQuery, tagsQuery]) void client.invalidateQueries({ queryKey })
  }, [client, status])
}

function Loaded({ one }: { one: Import }) {
  const { t } = useLingui()
  const edit = useImportEdit(one)
  useFreshFields(one)
  const head = <Head one={one} />
  if (isUnderWay(one.status)) return <CanvasPage head={head}><ImportProgress one={one} edit={edit} /></CanvasPage>
  if (one.status !== 'DRAFT') return <CanvasPage head={head}><ImportResult one={one} edit={edit} /></CanvasPage>
  return (
    <CanvasPage head={head} side={<div className={css.side}><ImportOptions one={one} edit={edit} /></div>} status={<ImportStatus one={one} edit={edit} />} isDraft>
      {one.failure && <RefusalBox icon="doc" title={t`The file cannot be read this way; what was read before stays`}>{one.failure.message}</RefusalBox>}
      <OffersBar one={one} />
      <Checked one={one} />
      <MappingTable one={one} edit={edit} />
    </CanvasPage>
  )
}

export function ImportPage() {
  const { id } = importRoute.useParams()
  const one = useQuery(importQuery(id))
  if (one.error && !one.data) return <ErrorState isPage error={one.error} onRetry={() => void one.refetch()} />
  if (!one.data) return <CanvasPage head={<PageHead isCanvas title=" " />}><Section><Skeleton lines={8} /></Section></CanvasPage>
  return <Loaded one={one.data} />
}
