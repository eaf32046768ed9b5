import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useFormat } from '@/lib/format/use-format'
import type { Column } from '@/ui/data-table-types'
import type { KeptFile } from './api'
import { FileThumb } from './components/file-thumb'
import css from './files.module.css'
import { useFileWords } from './use-file-words'

export function useFileColumns(isBin: boolean): Column<KeptFile>[] {
  const { t } = useLingui()
  const format = useFormat()
  const words = useFileWords()
  const where = (file: KeptFile) => (file.record_kind === 'party' ? '' : `${words.record(file.record_kind)}: ${file.record_title}`)
  const marks = (file: KeptFile) => file.tags.map(words.tag).join(', ')
  return [
    { id: 'name', header: t`File`, width: 300, isFlexible: true, isName: true, priority: 1, phone: 'title', title: (file) => file.name, cell: (file) => <span className={css.name}><FileThumb key={file.version.id} fileId={file.id} kind={file.version.kind} url={file.version.thumbnail_url} /><span className="el">{file.name}</span></span> },
    { id: 'party', header: t`Customer`, width: 220, priority: 2, phone: 'subtitle', title: (file) => file.party_name, cell: (file) => <Link to={`/parties/${file.party_id}`} className="el" onClick={(event) => { event.stopPropagation() }}>{file.party_name}</Link> },
    { id: 'record', header: t`Kept on`, width: 180, priority: 4, title: where, cell: (file) => <span className="el t2">{where(file)}</span> },
    { id: 'marks', header: t`Tags`, width: 160, priority: 3, title: marks, cell: (file) => <span className="el">{marks(file)}</span> },
    { id: 'size', header: t`Size`, width: 88, align: 'right', priority: 3, phone: 'value', cell: (file) => <span className="num">{words.size(file.version.size)}</span> },
    isBin
      ? { id: 'removed', header: t`Removed`, width: 200, priority: 1, phone: 'meta', cell: (file) => `${format.instant(file.removed_at ?? file.changed_at)}, ${file.removed_by_name}` }
      : { id: 'changed', header: t`Changed`, width: 200, priority: 2, phone: 'meta', cell: (file) => `${format.instant(file.version.created_at)}, ${file.version.created_by_name}` },
  ]
}
