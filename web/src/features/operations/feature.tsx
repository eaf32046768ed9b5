import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'
import { HeldNotice } from './parts/held-notice'
import { useAttention } from './parts/use-attention'

export default defineFeature({
  name: 'operations',
  nav: [{ label: msg`Operations`, icon: 'pulse', to: '/operations', group: 'settings', order: 90, permission: 'operations.view', Count: useAttention }],
  top: [HeldNotice],
  commands: [{ id: 'operations.go', label: msg`See how Kurator is doing`, icon: 'pulse', permission: 'operations.view', run: () => { goTo('/operations') } }],
  live: {
    'operations.changed': () => [['operations']],
    resync: () => [['operations']],
  },
})
