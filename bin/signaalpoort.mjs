#!/usr/bin/env node
// The command. Node runs the TypeScript as it is, from version 24 on; npm puts the pinned one first where it exists.
const [major = '0'] = process.versions.node.split('.')
if (Number(major) < 24) {
  process.stderr.write(
    `signaalpoort: dit is Node ${process.versions.node}; nodig is 24 of later. Draai "npm ci" en start via npm of npx, of installeer Node 24.\n`,
  )
  process.exit(1)
}
await import('../src/cli/signaalpoort.ts')
