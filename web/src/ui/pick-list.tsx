import { Combobox, useCombobox } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useState, type ReactNode } from 'react'
import { useLatest } from '@/lib/hooks/use-latest'
import { Icon } from './icon'
import css from './pick-list.module.css'
import type { Option, OptionGroup } from './select'

interface Props {
  /** Says what is chosen here. */
  label: string
  /** What the button shows; the placeholder while nothing is chosen. */
  children: ReactNode
  options: Option[] | OptionGroup[]
  value: string[]
  /** One of many closes at once; several stay open. */
  isMultiple?: boolean
  onPick: (value: string[]) => void
  isSearchable?: boolean
  look?: 'field' | 'operator' | 'value'
  isInvalid?: boolean
  disabled?: boolean
  /** Opens at once: the row has just been added. */
  defaultOpen?: boolean
  className?: string
}

function grouped(options: Option[] | OptionGroup[]): OptionGroup[] {
  const first = options[0]
  return first && 'group' in first ? (options as OptionGroup[]) : [{ group: '', items: options as Option[] }]
}

function matching(groups: OptionGroup[], query: string): OptionGroup[] {
  const words = query.trim().toLocaleLowerCase().split(/\s+/)
  const fits = (text: string) => words.every((word) => text.toLocaleLowerCase().includes(word))
  return groups
    .map((group) => ({ ...group, items: group.items.filter((item) => fits(`${item.label} ${group.group}`)) }))
    .filter((group) => group.items.length > 0)
}

/** A button that opens a list with a search box. */
export function PickList({ label, children, options, value, isMultiple, onPick, isSearchable = true, look = 'value', isInvalid, disabled, defaultOpen, className = '' }: Props) {
  const { t } = useLingui()
  const [query, setQuery] = useState('')
  const store = useCombobox({
    onDropdownClose: () => { store.resetSelectedOption(); setQuery(''); store.focusTarget() },
    onDropdownOpen: () => { if (isSearchable) store.focusSearchInput(); store.selectActiveOption() },
  })
  const open = useLatest(store.openDropdown)
  useEffect(() => { if (defaultOpen) open.current() }, [defaultOpen, open])
  const selectFirst = useLatest(store.selectFirstOption)
  useEffect(() => { if (query) selectFirst.current() }, [query, selectFirst])
  const shown = matching(grouped(options), query)

  function submit(picked: string): void {
    if (!isMultiple) {
      store.closeDropdown()
      onPick([picked])
    } else onPick(value.includes(picked) ? value.filter((one) => one !== picked) : [...value, picked])
  }

  const items = (group: OptionGroup) => group.items.map((item) => (
    <Combobox.Option key={item.value} value={item.value} active={value.includes(item.value)} disabled={item.disabled} className={css.option}>
      <span className="grow">{item.label}</span>
      {value.includes(item.value) && <Icon name="check" size={14} />}
    </Combobox.Option>
  ))
  return (
    <Combobox store={store} onOptionSubmit={submit} position="bottom-start" width={look === 'operator' ? 200 : 280} offset={4} shadow="none" transitionProps={{ duration: 0 }} disabled={disabled}>
      <Combobox.Target targetType="button">
        <button type="button" aria-label={label} aria-invalid={isInvalid || undefined} disabled={disabled} className={`${css.button} ${css[look]} ${className}`} onClick={() => { store.toggleDropdown() }}>
          {children}
          {look === 'value' && <Icon name="chevron-down" size={12} className={css.arrow} />}
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        {isSearchable && <Combobox.Search value={query} onChange={(event) => { setQuery(event.currentTarget.value) }} placeholder={t`Search`} aria-label={t`Search`} className={css.search} />}
        <Combobox.Options mah={320} className={css.options} aria-label={label}>
          {shown.length === 0 && <Combobox.Empty className={css.empty}>{t`Nothing found`}</Combobox.Empty>}
          {shown.map((group) => (group.group ? <Combobox.Group key={group.group} label={group.group} className={css.group}>{items(group)}</Combobox.Group> : items(group)))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
