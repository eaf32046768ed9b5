import { msg } from '@lingui/core/macro'
import { lazy } from 'react'
import { defineFeature } from '@/lib/feature'
import { goTo } from '@/lib/router-link'
import { findFiles } from './api'
import { NoteFiles } from './card/note-files'
import { FileHost } from './components/file-host'

const FilesSection = lazy(() => import('./card/files-section').then((file) => ({ default: file.FilesSection })))
const FileEntry = lazy(() => import('./card/file-entry').then((file) => ({ default: file.FileEntry })))
const RecordFiles = lazy(() => import('./components/record-files').then((file) => ({ default: file.RecordFiles })))

const permission = 'files.view'

export default defineFeature({
  name: 'files',
  nav: [{ label: msg`Files`, icon: 'doc', to: '/files', group: 'work', order: 40, permission }],
  commands: [{ id: 'files.go', label: msg`Open files`, icon: 'doc', shortcut: 'g f', permission, run: () => { goTo('/files') } }],
  search: [{ id: 'files', label: msg`Files`, permission, search: findFiles }],
  top: [FileHost],
  cardSections: [{ code: 'files', order: 60, permission, Section: FilesSection }],
  feedRenderers: [
    { kind: 'file_added', icon: 'doc', group: 'changes', Entry: FileEntry },
    { kind: 'file_removed', icon: 'trash', group: 'changes', Entry: FileEntry },
  ],
  NoteFiles,
  recordSections: [{ code: 'files', kinds: ['task', 'note'], order: 10, Section: RecordFiles }],
  live: {
    // Names customers: their cards and every list of files are asked anew.
    'files.changed': (ids) => [['files'], ...(ids ? ids.map((id) => ['parties', id]) : [['parties']])],
    resync: () => [['files']],
  },
})
