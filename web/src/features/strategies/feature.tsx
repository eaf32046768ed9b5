import { msg } from '@lingui/core/macro'
import { lazy } from 'react'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'
import { searchStrategies } from './api'

const StrategiesSection = lazy(() => import('./card/strategies-section').then((file) => ({ default: file.StrategiesSection })))
const MovedEntry = lazy(() => import('./card/moved-entry').then((file) => ({ default: file.MovedEntry })))
const MovedWhy = lazy(() => import('./card/moved-why').then((file) => ({ default: file.MovedWhy })))

const newStrategy = () => { goTo('/strategies', {}, { create: true }) }
const whole = (ids: string[] | null) => (ids === null ? [['strategies']] : [['strategies', 'list'], ...ids.map((id) => ['strategies', id])])

export default defineFeature({
  name: 'strategies',
  nav: [{ label: msg`Strategies`, icon: 'strategy', to: '/strategies', group: 'processes', order: 10, permission: 'strategies.view', phone: true }],
  create: [{ label: msg`Strategy`, icon: 'strategy', order: 40, permission: 'strategies.edit', run: newStrategy }],
  commands: [
    { id: 'strategies.go', label: msg`Open strategies`, icon: 'strategy', shortcut: 'g t', permission: 'strategies.view', run: () => { goTo('/strategies') } },
    { id: 'strategies.create', label: msg`New strategy`, icon: 'strategy', permission: 'strategies.edit', run: newStrategy },
  ],
  search: [{ id: 'strategies', label: msg`Strategies`, permission: 'strategies.view', search: searchStrategies }],
  cardSections: [{ code: 'strategies', place: 'now', order: 10, permission: 'strategies.view', Section: StrategiesSection }],
  feedRenderers: [{ kind: 'strategies.moved', icon: 'strategy', group: 'automation', Entry: MovedEntry, Why: MovedWhy }],
  live: {
    'strategies.changed': whole,
    'strategies.counted': whole,
    // Names customers, whose strategies are not known here: what is on the screen is asked anew.
    'strategies.moved': () => [['strategies']],
    resync: () => [['strategies']],
  },
})
