import { useLingui } from '@lingui/react/macro'
import { locales } from '@/i18n/locale'
import { Button } from '@/ui/button'
import { IconButton } from '@/ui/icon-button'
import { TextInput } from '@/ui/text-input'
import type { Choice } from './attributes-api'
import css from './parts.module.css'

interface Props {
  choices: Choice[]
  /** Values of these are kept by customers: the code stays. */
  fixed: ReadonlySet<string>
  onChange: (choices: Choice[]) => void
  error?: string
}

function freeCode(choices: Choice[]): string {
  let n = choices.length + 1
  while (choices.some((choice) => choice.code === `choice_${n}`)) n += 1
  return `choice_${n}`
}

/** The values of a list with their names, in the order in which they are offered. */
export function ChoicesInput({ choices, fixed, onChange, error }: Props) {
  const { t } = useLingui()
  const put = (at: number, change: Partial<Choice>) => { onChange(choices.map((choice, index) => (index === at ? { ...choice, ...change } : choice))) }

  function move(at: number, by: number): void {
    const next = [...choices]
    const [moved] = next.splice(at, 1)
    if (moved) next.splice(at + by, 0, moved)
    onChange(next)
  }

  return (
    <div className={css.texts} role="group" aria-label={t`Choices`}>
      <span className={css.label}>{t`Choices`}</span>
      <div className={`${css.choice} ${css.head}`}><span>RU</span><span>UK</span><span>EN</span><span>{t`Code`}</span><span /></div>
      {choices.map((choice, at) => {
        const place = at + 1
        return (
          <div key={at} className={css.choice}>
            {locales.map((language) => <TextInput key={language} aria-label={t`Choice ${place}, ${language}`} lang={language} value={choice.label[language] ?? ''} maxLength={100} onChange={(text) => { put(at, { label: { ...choice.label, [language]: text } }) }} />)}
            <TextInput aria-label={t`Code of choice ${place}`} value={choice.code} disabled={fixed.has(choice.code)} maxLength={100} onChange={(code) => { put(at, { code }) }} />
            <span className={css.tools}>
              <IconButton size="sm" icon="chevron-up" label={t`Up`} disabled={at === 0} onClick={() => { move(at, -1) }} withTooltip={false} />
              <IconButton size="sm" icon="chevron-down" label={t`Down`} disabled={at === choices.length - 1} onClick={() => { move(at, 1) }} withTooltip={false} />
              <IconButton size="sm" icon="close" label={t`Remove`} onClick={() => { onChange(choices.filter((_, index) => index !== at)) }} withTooltip={false} />
            </span>
          </div>
        )
      })}
      {error && <span className="m bad" role="alert">{error}</span>}
      <div><Button variant="link" size="sm" icon="plus" onClick={() => { onChange([...choices, { code: freeCode(choices), label: {} }]) }}>{t`Add a choice`}</Button></div>
    </div>
  )
}
