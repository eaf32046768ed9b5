import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'

export default defineFeature({
  name: 'bulk',
  nav: [{ label: msg`Changes`, icon: 'history', to: '/changes', group: 'data', order: 85, permission: 'parties.edit' }],
  commands: [{ id: 'changes.go', label: msg`Open changes`, icon: 'history', permission: 'parties.edit', run: () => { goTo('/changes') } }],
  live: { 'bulk.progress': (ids) => (ids ? [...ids.map((id) => ['bulk', id]), ['changes']] : [['bulk'], ['changes']]) },
})
