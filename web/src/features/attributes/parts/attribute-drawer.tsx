import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { currencyOptions, useAttributeKinds, type AttributeKind } from '@/api/attribute-kinds'
import { fieldsQuery } from '@/api/fields'
import { fieldRefusal, refusalOf } from '@/api/refusal'
import { hasText } from '@/i18n/texts'
import { Drawer } from '@/ui/drawer'
import { NumberInput } from '@/ui/number-input'
import { Select } from '@/ui/select'
import { TextInput } from '@/ui/text-input'
import { attributesQuery, changeAttribute, createAttribute, type Attribute, type AttributeDraft } from './attributes-api'
import { ChoicesInput } from './choices-input'
import css from './parts.module.css'
import { TextsInput } from './texts-input'

interface Props {
  /** null: a new one. */
  attribute: Attribute | null
  onClose: () => void
}

const blank: AttributeDraft = { code: '', kind: 'text', label: {}, choices: [], currency: 'UAH', group: {}, weight: 0 }

function codeOf(draft: AttributeDraft): string {
  const latin = (draft.label.en ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '')
  return latin.slice(0, 60)
}

function useSaving({ attribute, onClose }: Props, draft: AttributeDraft) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => {
      if (!attribute) return createAttribute({ ...draft, code: draft.code || codeOf(draft), currency: draft.kind === 'money' ? draft.currency : '', choices: draft.kind === 'choice' ? draft.choices : [] })
      const { label, choices, group, weight, kind } = draft
      return changeAttribute(attribute.id, { label, group, weight, ...(kind === 'choice' ? { choices } : {}) })
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: attributesQuery.queryKey })
      void client.invalidateQueries({ queryKey: fieldsQuery.queryKey })
      void client.invalidateQueries({ queryKey: ['parties'] })
      onClose()
    },
  })
}

/** Names, kind, choices and place of one attribute; the kind of a kept one stays. */
export function AttributeDrawer({ attribute, onClose }: Props) {
  const { t } = useLingui()
  const [draft, setDraft] = useState<AttributeDraft>(attribute ?? blank)
  const saving = useSaving({ attribute, onClose }, draft)
  const fixed = useMemo(() => new Set(attribute?.choices.map((choice) => choice.code)), [attribute])
  const put = (change: Partial<AttributeDraft>) => { setDraft((now) => ({ ...now, ...change })) }
  const error = (name: string) => fieldRefusal(saving.error, name)
  const general = refusalOf(saving.error)
  const kinds = useAttributeKinds()
  const hasName = hasText(draft.label)
  const save = () => { if (hasName && !saving.isPending) saving.mutate() }
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={attribute ? t`Change the attribute` : t`New attribute`}
      width={640}
      act={{ label: t`Save`, run: save, isBusy: saving.isPending, isReady: hasName }}
      refusal={general}
    >
      <div className={css.form}>
        <TextsInput label={t`Name`} texts={draft.label} onChange={(label) => { put({ label }) }} error={error('label')} autoFocus />
        <Select label={t`Kind`} options={kinds} value={draft.kind} disabled={attribute !== null} description={attribute ? t`Fixed, because values are kept` : undefined} onChange={(kind) => { put({ kind: kind as AttributeKind }) }} error={error('kind')} />
        {draft.kind === 'money' && <Select label={t`Currency`} options={currencyOptions(draft.currency)} value={draft.currency} disabled={attribute !== null} onChange={(currency) => { put({ currency: currency ?? '' }) }} error={error('currency')} />}
        {draft.kind === 'choice' && <ChoicesInput choices={draft.choices} fixed={fixed} onChange={(choices) => { put({ choices }) }} error={error('choices')} />}
        <TextInput label={t`Code`} description={t`For imports and the API: small Latin letters, digits and _`} value={attribute ? draft.code : draft.code || codeOf(draft)} disabled={attribute !== null} maxLength={60} onChange={(code) => { put({ code }) }} error={error('code')} />
        <TextsInput label={t`Group on the card`} texts={draft.group} onChange={(group) => { put({ group }) }} error={error('group')} />
        <NumberInput label={t`Weight in completeness`} description={t`0: does not count`} value={draft.weight} min={0} max={100} onChange={(weight) => { put({ weight: weight ?? 0 }) }} error={error('weight')} />
      </div>
    </Drawer>
  )
}
