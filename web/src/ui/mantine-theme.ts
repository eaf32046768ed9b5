import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

const tint = (name: string): MantineColorsTuple =>
  [`var(--${name}-tint)`, `var(--${name}-tint-2)`, `var(--${name}-line)`, `var(--${name})`, `var(--${name})`, `var(--${name})`, `var(--${name})`, `var(--${name}-hover)`, `var(--${name}-hover)`, `var(--${name}-text)`]

const withoutShadow = { shadow: 'none' }
const small = { defaultProps: { size: 'xs' } }
const field = { defaultProps: { size: 'xs', inputWrapperOrder: ['label', 'input', 'description', 'error'] } }
const floating = { defaultProps: { transitionProps: { duration: 0 }, ...withoutShadow } }

/** Sizes and faces come from tokens.css; Mantine only reads them. */
export const mantineTheme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  primaryColor: 'accent',
  colors: { accent: tint('accent') },
  defaultRadius: 'sm',
  cursorType: 'default',
  respectReducedMotion: true,
  focusRing: 'never',
  radius: { xs: 'var(--r-4)', sm: 'var(--r-6)', md: 'var(--r-10)', lg: 'var(--r-10)', xl: 'var(--r-10)' },
  fontSizes: { xs: 'var(--fs-13)', sm: 'var(--fs-13)', md: 'var(--fs-14)', lg: 'var(--fs-16)', xl: 'var(--fs-20)' },
  lineHeights: { xs: '20px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: 'var(--s-1)', sm: 'var(--s-2)', md: 'var(--s-3)', lg: 'var(--s-4)', xl: 'var(--s-6)' },
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  components: {
    TextInput: field, NumberInput: field, Textarea: field, Select: field, MultiSelect: field, DateInput: field, PasswordInput: field,
    Checkbox: small, Switch: small, SegmentedControl: small,
    Menu: floating, Popover: floating, Tooltip: floating,
  },
})

const fromTokens = {
  '--mantine-color-body': 'var(--bg-page)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-default': 'var(--bg-page)',
  '--mantine-color-default-hover': 'var(--bg-hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-control)',
  '--mantine-color-error': 'var(--bad-text)',
  '--mantine-color-disabled': 'var(--bg-subtle)',
  '--mantine-color-disabled-color': 'var(--text-disabled)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-light': 'var(--accent-tint)',
  '--mantine-primary-color-light-hover': 'var(--accent-tint-2)',
  '--mantine-primary-color-light-color': 'var(--accent-text)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
}

export const mantineVariables: CSSVariablesResolver = () => ({ variables: fromTokens, light: fromTokens, dark: fromTokens })
