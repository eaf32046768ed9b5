import { Select as MantineSelect } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { use, type ReactNode } from 'react'
import { FieldError } from './field-error'
import { Icon } from './icon'
import { InsidePopover } from './inside-popover'

export interface Option {
  value: string
  label: string
  disabled?: boolean
}

export interface OptionGroup {
  group: string
  items: Option[]
}

interface Props {
  label?: ReactNode
  'aria-label'?: string
  options: Option[] | OptionGroup[]
  value: string | null
  onChange: (value: string | null) => void
  isSearchable?: boolean
  isClearable?: boolean
  placeholder?: string
  description?: string
  error?: string
  disabled?: boolean
  autoFocus?: boolean
  /** Told at every letter, for options that come from the server. */
  onSearch?: (text: string) => void
  defaultOpen?: boolean
  onClose?: () => void
}

export function Select({ options, isSearchable, isClearable, onSearch, error, onClose, defaultOpen, ...rest }: Props) {
  const { t } = useLingui()
  const tellPopover = use(InsidePopover)
  return (
    <MantineSelect
      {...rest}
      data={options}
      searchable={isSearchable ?? Boolean(onSearch)}
      clearable={isClearable}
      clearButtonProps={{ 'aria-label': t`Clear` }}
      allowDeselect={false}
      openOnFocus={false}
      selectFirstOptionOnChange={isSearchable ?? Boolean(onSearch)}
      onSearchChange={onSearch}
      filter={onSearch ? ({ options: all }) => all : undefined}
      nothingFoundMessage={t`Nothing found`}
      clearSectionMode={isClearable && rest.value ? 'clear' : 'rightSection'}
      rightSection={<Icon name="chevron-down" size={14} />}
      rightSectionPointerEvents={isClearable && rest.value ? 'all' : 'none'}
      checkIconPosition="right"
      comboboxProps={{ offset: 4, withinPortal: !tellPopover, shadow: 'none', transitionProps: { duration: 0 } }}
      defaultDropdownOpened={defaultOpen}
      onDropdownOpen={() => { tellPopover?.(true) }}
      onDropdownClose={() => { tellPopover?.(false); onClose?.() }}
      error={error && <FieldError>{error}</FieldError>}
    />
  )
}
