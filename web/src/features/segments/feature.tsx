import { msg } from '@lingui/core/macro'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'
import { searchSegments } from './api'

const newSegment = () => { goTo('/segments/$id', { id: 'new' }) }

export default defineFeature({
  name: 'segments',
  nav: [{ label: msg`Segments`, icon: 'segment', to: '/segments', group: 'processes', order: 20, permission: 'segments.view' }],
  create: [{ label: msg`Segment`, icon: 'segment', order: 30, permission: 'segments.edit', run: newSegment }],
  commands: [
    { id: 'segments.go', label: msg`Open segments`, icon: 'segment', shortcut: 'g s', permission: 'segments.view', run: () => { goTo('/segments') } },
    { id: 'segments.create', label: msg`New segment`, icon: 'segment', permission: 'segments.edit', run: newSegment },
  ],
  search: [{ id: 'segments', label: msg`Segments`, permission: 'segments.view', search: searchSegments }],
  live: {
    'segments.changed': () => [['segments']],
    resync: () => [['segments']],
  },
})
