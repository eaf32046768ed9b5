import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { providersQuery, readDescription, refreshDescription, type Draft, type Provider } from '../api'

/** Where what a SAML provider says of itself comes from. */
export type Source = 'address' | 'xml' | 'hand'

/** Reads the description of a SAML provider into the draft; `complete` does so before a save, where it was not done yet. */
export function useDescription(provider: Provider | null, draft: Draft, onChange: (change: Partial<Draft>) => void) {
  const client = useQueryClient()
  const [source, setSource] = useState<Source>(provider && !provider.metadata_url ? 'hand' : 'address')
  const [xml, setXml] = useState('')
  const [certificates, setCertificates] = useState(provider?.certificates ?? [])
  const [readAddress, setReadAddress] = useState(provider?.metadata_url ?? '')
  const address = draft.metadata_url?.trim() ?? ''

  async function read(): Promise<Partial<Draft>> {
    const issuer = draft.issuer.trim()
    const { certificates: shown, ...found } = await readDescription(source === 'address' ? { address, xml: '', issuer } : { address: '', xml, issuer })
    setCertificates(shown)
    setReadAddress(source === 'address' ? address : '')
    onChange(found)
    return found
  }

  async function complete(): Promise<Draft> {
    if (draft.kind !== 'SAML' || source === 'hand') return { ...draft, metadata_url: '' }
    if (source === 'xml') return { ...draft, ...(xml.trim() && !draft.certificate ? await read() : {}), metadata_url: '' }
    return { ...draft, ...(address === readAddress ? {} : await read()), metadata_url: address }
  }

  const reading = useMutation({ mutationFn: read })
  const refreshing = useMutation({
    mutationFn: refreshDescription,
    onSuccess: (found) => {
      client.setQueryData(providersQuery.queryKey, (rows: Provider[] | undefined) => rows?.map((row) => (row.id === found.id ? found : row)))
      setCertificates(found.certificates)
      onChange({ sso_url: found.sso_url, certificate: found.certificate })
    },
  })
  return { source, setSource, xml, setXml, address, readAddress, certificates, reading, refreshing, complete }
}

export type Description = ReturnType<typeof useDescription>
