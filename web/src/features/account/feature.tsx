import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'
import { accountRoute } from './routes'

export default defineFeature({
  name: 'account',
  routes: [accountRoute],
  commands: [{ id: 'account.go', label: msg`My account: password, factors, sessions`, icon: 'user', run: () => { goTo('/account') } }],
})
