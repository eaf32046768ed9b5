import { Select, type Option } from '@/ui/select'
import css from './filter.module.css'

interface Props {
  label: string
  options: Option[]
  onChoose: (id: string) => void
}

export function BulkChooser({ label, options, onChoose }: Props) {
  return <div className={css.pop}><Select aria-label={label} placeholder={label} options={options} value={null} onChange={(id) => { if (id) onChoose(id) }} isSearchable autoFocus defaultOpen /></div>
}
