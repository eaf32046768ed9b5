import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'
import { findParties } from './api/search'
import { CreateHost } from './create/create-host'
import { openCreate } from './create/create-state'
import { noteListChange } from './list/list-changes'
import { openCardKeys } from './record/open-card'

export default defineFeature({
  name: 'parties',
  nav: [
    { label: msg`Customers`, icon: 'users', to: '/parties', group: 'work', order: 10, permission: 'parties.view', phone: true },
    { label: msg`Recycle bin`, icon: 'trash', to: '/recycle-bin', group: 'data', order: 87, permission: 'parties.delete' },
  ],
  create: [{ label: msg`Customer`, icon: 'user', order: 10, permission: 'parties.create', run: () => { openCreate() } }],
  top: [CreateHost],
  commands: [
    { id: 'parties.create', label: msg`Create a customer`, icon: 'user', permission: 'parties.create', run: () => { openCreate() } },
    { id: 'parties.go', label: msg`Go to customers`, icon: 'users', shortcut: 'g c', permission: 'parties.view', run: () => { goTo('/parties') } },
    { id: 'parties.bin', label: msg`Open the recycle bin`, icon: 'trash', permission: 'parties.delete', run: () => { goTo('/recycle-bin') } },
    { id: 'parties.mine', label: msg`My customers`, icon: 'users', shortcut: 'g m', permission: 'parties.view', run: () => { goTo('/parties', {}, { view: 'mine' }) } },
  ],
  search: [{ id: 'parties', label: msg`Customers`, permission: 'parties.view', search: findParties }],
  live: {
    'parties.changed': (ids) => {
      noteListChange()
      return ids ? [...ids.map((id) => ['parties', id]), ['recycle-bin']] : [['parties'], ['recycle-bin']]
    },
    'bulk.progress': (ids) => (ids ? ids.map((id) => ['bulk', id]) : [['bulk']]),
    resync: () => { noteListChange(); return [['parties']] },
    'tasks.changed': openCardKeys,
    'strategies.moved': openCardKeys,
  },
})
