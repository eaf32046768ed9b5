/** The client throws on a refusal, so an answer without a body is a fault of the server. */
export function bodyOf<T>({ data }: { data?: T }): T {
  if (data === undefined) throw new Error('The answer has no body.')
  return data
}
