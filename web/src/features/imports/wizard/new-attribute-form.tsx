import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { currencyOptions, useAttributeKinds, type AttributeKind } from '@/api/attribute-kinds'
import type { Locale } from '@/i18n/locale'
import { textIn } from '@/i18n/texts'
import { Button } from '@/ui/button'
import { Popover } from '@/ui/popover'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'
import type { NewAttribute } from '../api/types'
import css from './wizard.module.css'

interface Props {
  made: NewAttribute
  onChange: (made: NewAttribute) => void
}

function Choices({ made, onChange }: Props) {
  const { t, i18n } = useLingui()
  const language = i18n.locale as Locale
  const [draft, setDraft] = useState(made.choices)
  return (
    <div className={css.pop}>
      <div className={css.choices}>
        {draft.map((choice, index) => (
          <div key={choice.code} className={css.choice}>
            <TextInput aria-label={t`Name of the choice`} value={choice.label[language] ?? textIn(choice.label, language)} onChange={(text) => { setDraft(draft.map((one, at) => (at === index ? { ...one, label: { ...one.label, [language]: text } } : one))) }} />
            <span className="m t3 el" title={choice.code}>{choice.code}</span>
          </div>
        ))}
      </div>
      <Button size="sm" onClick={() => { onChange({ ...made, choices: draft }) }}>{t`Save`}</Button>
    </div>
  )
}

/** Name, kind and currency of an attribute that the import will define. */
export function NewAttributeForm({ made, onChange }: Props) {
  const { t, i18n } = useLingui()
  const language = i18n.locale as Locale
  const known = textIn(made.label, language)
  const [name, setName] = useState(known)
  const [isOpen, setIsOpen] = useState(false)
  const kinds = useAttributeKinds()
  const keepName = () => { if (name.trim() && name !== known) onChange({ ...made, label: { ...made.label, [language]: name.trim() } }) }
  const count = plural(made.choices.length, { one: '# choice', other: '# choices' })
  return (
    <div className={css.made}>
      <TextInput aria-label={t`Name of the attribute`} value={name} onChange={setName} onBlur={keepName} onKeyDown={(event) => { if (event.key === 'Enter') keepName() }} maxLength={100} />
      <Select aria-label={t`Kind of the attribute`} options={kinds} value={made.kind} onChange={(kind) => { onChange({ ...made, kind: kind as AttributeKind, choices: [], currency: kind === 'money' ? 'UAH' : '' }) }} />
      {made.kind === 'money' && <Select aria-label={t`Currency`} options={currencyOptions(made.currency)} value={made.currency} onChange={(currency) => { onChange({ ...made, currency: currency ?? '' }) }} />}
      {made.kind === 'choice' && made.choices.length > 0 && (
        <Popover isOpen={isOpen} onChange={setIsOpen} width={320} label={t`Choices`} target={<Button variant="link" size="sm" onClick={() => { setIsOpen(!isOpen) }}>{count}</Button>}>
          <Choices made={made} onChange={(next) => { setIsOpen(false); onChange(next) }} />
        </Popover>
      )}
    </div>
  )
}
