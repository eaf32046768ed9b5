import { useLingui } from '@lingui/react/macro'
import { useCan } from '@/api/permissions'
import { useFormat } from '@/lib/format/use-format'
import { IconButton } from '@/ui/icon-button'
import { Menu } from '@/ui/menu'
import { Status } from '@/ui/status'
import css from '../files.module.css'
import { openFile } from '../open-file'
import { useFileActs } from '../use-file-acts'
import { useFileWords } from '../use-file-words'
import { FileThumb } from './file-thumb'

export interface BriefFile {
  id: string
  name: string
  kind: string
  size: number
  scan: string
  changed_at: string
  thumbnail_url: string | null
  /** Said when the file is on something below the customer: “Task”. */
  record_kind?: string
}

/** One file of a record: press to look at it; download and the bin at its right. */
export function FileLine({ file }: { file: BriefFile }) {
  const { t } = useLingui()
  const can = useCan()
  const format = useFormat()
  const words = useFileWords()
  const acts = useFileActs()
  const { name } = file
  const isBelow = file.record_kind && file.record_kind !== 'party'
  return (
    <div className={css.line}>
      <button type="button" className={css.open} onClick={() => { openFile(file.id) }}>
        <FileThumb key={file.id} fileId={file.id} kind={file.kind} url={file.thumbnail_url} />
        <span className={css.words}>
          <span className="el" title={name}>{name}</span>
          <span className="m t3 num el">{[isBelow ? words.record(file.record_kind ?? '') : '', words.size(file.size), format.instant(file.changed_at)].filter(Boolean).join(' · ')}</span>
        </span>
      </button>
      {file.scan === 'WAITING' && <Status tone="info">{t`checking`}</Status>}
      {file.scan === 'INFECTED' && <Status tone="bad">{t`infected`}</Status>}
      <span className={css.tools}>
        {file.scan !== 'INFECTED' && file.scan !== 'WAITING' && <IconButton size="sm" icon="download" label={t`Download ${name}`} onClick={() => { acts.download(file) }} />}
        {can('files.edit') && (
          <Menu
            position="bottom-end"
            target={<IconButton size="sm" icon="more" label={t`More: ${name}`} withTooltip={false} />}
            sections={[{ id: 'file', items: [
              { id: 'open', label: t`Versions and details`, icon: 'history', run: () => { openFile(file.id) } },
              { id: 'bin', label: t`Move to the bin`, icon: 'trash', run: () => { acts.remove(file) } },
            ] }]}
          />
        )}
      </span>
    </div>
  )
}
