import { useFields } from '@/api/fields'

/** Person or organization, as the catalogue names them. */
export function usePartyKindName(): (kind: string) => string {
  const { byCode } = useFields()
  return (kind) => byCode.get('party.kind')?.choices.find((choice) => choice.value === kind)?.label ?? ''
}
