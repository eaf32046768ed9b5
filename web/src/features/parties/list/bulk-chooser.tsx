import { Select, type Option } from '@/ui/select'

interface Props {
  label: string
  options: Option[]
  onChoose: (id: string) => void
}

export function BulkChooser({ label, options, onChoose }: Props) {
  return <Select aria-label={label} placeholder={label} options={options} value={null} onChange={(id) => { if (id) onChoose(id) }} isSearchable autoFocus defaultOpen />
}
