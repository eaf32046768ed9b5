import { MultiSelect as MantineMultiSelect } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { use, type ReactNode } from 'react'
import { FieldError } from './field-error'
import { Icon } from './icon'
import { InsidePopover } from './inside-popover'
import type { Option, OptionGroup } from './select'

interface Props {
  label?: ReactNode
  'aria-label'?: string
  options: Option[] | OptionGroup[]
  value: string[]
  onChange: (value: string[]) => void
  placeholder?: string
  description?: string
  error?: string
  disabled?: boolean
  autoFocus?: boolean
  onSearch?: (text: string) => void
}

export function MultiSelect({ options, onSearch, error, placeholder, ...rest }: Props) {
  const { t } = useLingui()
  const tellPopover = use(InsidePopover)
  return (
    <MantineMultiSelect
      {...rest}
      data={options}
      placeholder={rest.value.length ? undefined : placeholder}
      searchable
      hidePickedOptions={false}
      selectFirstOptionOnChange
      onSearchChange={onSearch}
      nothingFoundMessage={t`Nothing found`}
      rightSection={<Icon name="chevron-down" size={14} />}
      rightSectionPointerEvents="none"
      checkIconPosition="right"
      comboboxProps={{ offset: 4, withinPortal: !tellPopover, shadow: 'none', transitionProps: { duration: 0 } }}
      onDropdownOpen={() => { tellPopover?.(true) }}
      onDropdownClose={() => { tellPopover?.(false) }}
      error={error && <FieldError>{error}</FieldError>}
    />
  )
}
