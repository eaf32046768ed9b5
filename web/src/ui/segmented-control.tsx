import { SegmentedControl as MantineSegmentedControl } from '@mantine/core'
import type { IconName } from '@/lib/icon-paths'
import { Icon } from './icon'
import { VisuallyHidden } from './visually-hidden'

interface Choice<T extends string> {
  value: T
  label: string
  icon?: IconName
  /** The word is only said, not shown. */
  iconOnly?: boolean
}

interface Props<T extends string> {
  label: string
  choices: Choice<T>[]
  value: T
  onChange: (value: T) => void
  isSmall?: boolean
  isWide?: boolean
}

export function SegmentedControl<T extends string>({ label, choices, value, onChange, isSmall, isWide }: Props<T>) {
  return (
    <MantineSegmentedControl<T>
      aria-label={label}
      value={value}
      onChange={onChange}
      transitionDuration={0}
      withItemsBorders={false}
      fullWidth={isWide}
      data-small={isSmall || undefined}
      data={choices.map((choice) => ({
        value: choice.value,
        label: (
          <>
            {choice.icon && <Icon name={choice.icon} size={14} />}
            {choice.iconOnly ? <VisuallyHidden>{choice.label}</VisuallyHidden> : choice.label}
          </>
        ),
      }))}
    />
  )
}
