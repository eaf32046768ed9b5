import { useNavigate, useSearch } from '@tanstack/react-router'
import { ListBar } from '@/ui/list-bar'
import { Tabs } from '@/ui/tabs'
import { KitFields } from './kit-fields'
import { KitList } from './kit-list'
import { KitParts } from './kit-parts'
import { KitQueue } from './kit-queue'
import { KitRecord } from './kit-record'
import { KitStates } from './kit-states'
import css from './kit.module.css'

const pages = { parts: KitParts, fields: KitFields, states: KitStates, list: KitList, record: KitRecord, queue: KitQueue }
type Page = keyof typeof pages

/** Every part with its states, on invented rows; only in development. */
export function KitPage() {
  const search: { page?: Page } = useSearch({ strict: false })
  const navigate = useNavigate()
  const page = search.page && search.page in pages ? search.page : 'parts'
  const Shown = pages[page]
  const names = Object.keys(pages) as Page[]
  return (
    <div className={css.kit}>
      <ListBar title="Kit">
        <Tabs label="Kit" tabs={names.map((value) => ({ value, label: value }))} value={page} onChange={(value) => void navigate({ to: '/kit', search: { page: value } } as never)} />
      </ListBar>
      <Shown />
    </div>
  )
}
