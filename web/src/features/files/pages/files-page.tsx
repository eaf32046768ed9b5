import { useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { pagesOf } from '@/api/table-state'
import { useDebounced } from '@/lib/hooks/use-debounced'
import { Button } from '@/ui/button'
import { DataTable } from '@/ui/data-table'
import { EmptyState } from '@/ui/empty-state'
import { FilterChip } from '@/ui/filter-chip'
import { ListBar } from '@/ui/list-bar'
import { ListPage } from '@/ui/list-page'
import { Select } from '@/ui/select'
import { Tabs } from '@/ui/tabs'
import { TextInput } from '@/ui/text-input'
import { filesQuery, type KeptFile } from '../api'
import { openFile } from '../open-file'
import { filesRoute, type FilesSearch } from '../routes'
import { useFileColumns } from '../use-file-columns'
import { useFileWords } from '../use-file-words'

/** Files of all customers one sees, and the bin. */
export function FilesPage() {
  const { t } = useLingui()
  const words = useFileWords()
  const search: FilesSearch = filesRoute.useSearch()
  const navigate = filesRoute.useNavigate()
  const [typed, setTyped] = useState(search.q ?? '')
  const q = useDebounced(typed, 250)
  const columns = useFileColumns(search.bin === true)
  const list = useInfiniteQuery(filesQuery({ q: q.trim().length > 2 ? q : undefined, group: search.group, tag: search.tag, creator: search.mine ? 'me' : undefined, in_bin: search.bin, party_id: search.party }))
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const isFiltered = Boolean(q || search.group || search.tag || search.party || search.mine)
  const patch = (part: FilesSearch) => void navigate({ search: { ...search, ...part }, replace: true })
  const clear = () => { setTyped(''); void navigate({ search: { bin: search.bin }, replace: true }) }
  const groups = [{ value: 'pictures', label: t`Pictures` }, { value: 'documents', label: t`Documents` }, { value: 'texts', label: t`Texts` }, { value: 'archives', label: t`Archives` }, { value: 'media', label: t`Sound and video` }]
  const tabs: { value: 'all' | 'mine' | 'bin'; label: string }[] = [{ value: 'all', label: t`All` }, { value: 'mine', label: t`Added by me` }, { value: 'bin', label: t`Bin` }]
  const tab = search.bin ? 'bin' : search.mine ? 'mine' : 'all'
  const empty = isFiltered
    ? <EmptyState title={t`No files like this`} action={<Button onClick={clear}>{t`Show all`}</Button>} />
    : search.bin ? <EmptyState title={t`The bin is empty`}>{t`Removed files wait here before they are gone for good.`}</EmptyState>
    : <EmptyState title={t`No files`}>{t`Add the first one on a customer's card or on a task.`}</EmptyState>
  return (
    <ListPage
      bars={(
        <>
          <ListBar title={t`Files`}><Tabs label={t`Files`} tabs={tabs} value={tab} onChange={(next) => { patch({ mine: next === 'mine' || undefined, bin: next === 'bin' || undefined }) }} /></ListBar>
          <ListBar>
            <TextInput aria-label={t`Part of a name`} placeholder={t`Part of a name`} icon="search" value={typed} onChange={setTyped} />
            <Select aria-label={t`Kind`} placeholder={t`Any kind`} options={groups} value={search.group ?? null} onChange={(group) => { patch({ group: group ?? undefined }) }} isClearable />
            <Select aria-label={t`Tag`} placeholder={t`Any tag`} options={words.tags} value={search.tag ?? null} onChange={(tag) => { patch({ tag: tag ?? undefined }) }} isClearable />
            {search.party && <FilterChip field={t`Customer`} value={rows[0]?.party_name ?? '…'} onRemove={() => { patch({ party: undefined }) }} />}
          </ListBar>
        </>
      )}
    >
      <DataTable<KeptFile>
        label={t`Files`}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        onOpen={(row) => { openFile(row.id) }}
        {...pagesOf(list)}
        empty={empty}
        layoutKey="files"
        isRelaxed
      />
    </ListPage>
  )
}
