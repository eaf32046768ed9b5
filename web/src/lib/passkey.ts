/** Between the JSON of the server and the buffers of `navigator.credentials`. */

type Json = Record<string, unknown>

function toBuffer(text: string): ArrayBuffer {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0)).buffer
}

function toText(buffer: ArrayBuffer | null): string | null {
  if (!buffer) return null
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function descriptors(found: unknown): PublicKeyCredentialDescriptor[] {
  return ((found ?? []) as { id: string }[]).map(({ id }) => ({ type: 'public-key', id: toBuffer(id) }))
}

function publicKeyOf(options: Json): Json {
  return (options['publicKey'] ?? options) as Json
}

/** The person said no, or took too long: nothing to report. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')
}

export function canUsePasskeys(): boolean {
  return typeof window.PublicKeyCredential === 'function'
}

export async function askPasskey(options: Json): Promise<Json> {
  const asked = publicKeyOf(options)
  const publicKey = {
    ...asked,
    challenge: toBuffer(asked['challenge'] as string),
    allowCredentials: descriptors(asked['allowCredentials']),
  } as PublicKeyCredentialRequestOptions
  const found = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
  const response = found.response as AuthenticatorAssertionResponse
  return {
    ...head(found),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: toText(response.userHandle),
    },
  }
}

export async function makePasskey(options: Json): Promise<Json> {
  const asked = publicKeyOf(options)
  const user = asked['user'] as { id: string }
  const publicKey = {
    ...asked,
    challenge: toBuffer(asked['challenge'] as string),
    user: { ...user, id: toBuffer(user.id) },
    excludeCredentials: descriptors(asked['excludeCredentials']),
  } as unknown as PublicKeyCredentialCreationOptions
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  const response = made.response as AuthenticatorAttestationResponse
  return { ...head(made), response: { clientDataJSON: toText(response.clientDataJSON), attestationObject: toText(response.attestationObject) } }
}

function head(credential: PublicKeyCredential): Json {
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults() as Json,
  }
}
