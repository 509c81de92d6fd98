/** The one stylesheet of every page, read once. */
import { readFileSync } from 'node:fs'
import type { Handler } from 'hono'

/** Answers with it. */
export function serveStyle(): Handler {
  const style = readFileSync(new URL('stijl.css', import.meta.url), 'utf8')
  return (c) => c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8' })
}
