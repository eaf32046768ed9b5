import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'

const permission = 'imports.run'

export default defineFeature({
  name: 'imports',
  nav: [{ label: msg`Imports`, icon: 'upload', to: '/imports', group: 'data', order: 10, permission }],
  create: [{ label: msg`Import of customers`, icon: 'upload', order: 90, permission, run: () => { goTo('/imports/new') } }],
  commands: [
    { id: 'imports.new', label: msg`Import customers from a table`, icon: 'upload', permission, run: () => { goTo('/imports/new') } },
    { id: 'imports.go', label: msg`Go to imports`, icon: 'upload', shortcut: 'g i', permission, run: () => { goTo('/imports') } },
  ],
  live: {
    'imports.progress': (ids) => (ids ? [...ids.map((id) => ['imports', id]), ['imports', 'list']] : [['imports']]),
    'bulk.progress': () => [['imports', 'reverts']],
    resync: () => [['imports']],
  },
})
