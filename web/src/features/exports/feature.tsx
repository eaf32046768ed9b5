import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'
import { ExportAsker } from './ask/export-asker'

const permission = 'exports.run'

export default defineFeature({
  name: 'exports',
  top: [ExportAsker],
  nav: [{ label: msg`Exports`, icon: 'download', to: '/exports', group: 'data', order: 11, permission }],
  commands: [{ id: 'exports.go', label: msg`Go to exports`, icon: 'download', shortcut: 'g x', permission, run: () => { goTo('/exports') } }],
  live: {
    'exports.progress': () => [['exports']],
    resync: () => [['exports']],
  },
})
