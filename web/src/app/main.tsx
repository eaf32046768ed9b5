import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { believeIn } from '@/api/eyes'
import { isProblem } from '@/api/problem'
import { sessionQuery } from '@/api/session'
import { onSignedOut } from '@/api/signed-out'
import { activateLocale, initialLocale } from '@/i18n/activate'
import { publishStyleNonce } from '@/lib/style-nonce'
import { showRefusal } from '@/ui/show-refusal'
import { UiProvider } from '@/ui/ui-provider'
import { makeQueryClient } from './query-client'
import { makeRouter } from './router'

const queryClient = makeQueryClient()
const router = makeRouter(queryClient)

function leaveOnSignOut(): void {
  const next = router.state.location.href
  if (router.state.location.pathname === '/login') return
  queryClient.clear()
  queryClient.setQueryData(sessionQuery.queryKey, null)
  void router.navigate({ to: '/login', search: { next } })
}

/** A new release has other file names: an old page loads itself anew, once. */
function reloadOnOldChunks(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem('kurator.reloaded') ?? 0)
    if (Date.now() - last < 60_000) return
    event.preventDefault()
    sessionStorage.setItem('kurator.reloaded', String(Date.now()))
    window.location.reload()
  })
}

/** An act that nothing waits for tells its refusal all the same. */
function tellRefusals(): void {
  window.addEventListener('unhandledrejection', (event) => {
    if (!isProblem(event.reason)) return
    event.preventDefault()
    showRefusal(event.reason)
  })
}

async function start(): Promise<void> {
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no #root')
  publishStyleNonce()
  onSignedOut(leaveOnSignOut)
  believeIn(() => queryClient.getQueryData(sessionQuery.queryKey)?.user.id ?? '')
  reloadOnOldChunks()
  tellRefusals()
  await activateLocale(initialLocale())
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <UiProvider>
            <RouterProvider router={router} />
          </UiProvider>
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  )
}

void start()
