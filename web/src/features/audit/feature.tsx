import { msg } from '@lingui/core/macro'
import { lazy } from 'react'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'

const ConsentsSection = lazy(() => import('./card/consents-section').then((file) => ({ default: file.ConsentsSection })))
const ViewsSection = lazy(() => import('./card/views-section').then((file) => ({ default: file.ViewsSection })))

export default defineFeature({
  name: 'audit',
  nav: [
    { label: msg`Consents`, icon: 'consent', to: '/consent-purposes', group: 'settings', order: 74, permission: 'consents.manage' },
    { label: msg`Security log`, icon: 'eye', to: '/security-log', group: 'access', order: 70, permission: 'audit.security' },
    { label: msg`Keeping of data`, icon: 'archive', to: '/retention', group: 'settings', order: 72, permission: 'audit.retention' },
  ],
  commands: [
    { id: 'consents.purposes', label: msg`Set up purposes of consent`, icon: 'consent', permission: 'consents.manage', run: () => { goTo('/consent-purposes') } },
    { id: 'audit.log', label: msg`Open the security log`, icon: 'eye', permission: 'audit.security', run: () => { goTo('/security-log') } },
    { id: 'audit.retention', label: msg`Set how long data are kept`, icon: 'archive', permission: 'audit.retention', run: () => { goTo('/retention') } },
  ],
  cardSections: [
    { code: 'consents', order: 70, permission: 'parties.view', Section: ConsentsSection },
    { code: 'audit.views', order: 90, permission: 'audit.views', Section: ViewsSection },
  ],
})
