/** The secret of a link stands behind the #, which no server sees; it is taken out of the address at once. */
export function takeToken(): string {
  const token = window.location.hash.slice(1)
  if (token) window.history.replaceState(window.history.state, '', window.location.pathname)
  return token
}
