/** The secret that a case system on this machine must know: made at each start, or kept in a file that only its owner can read. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { toBase64Url, utf8 } from '../../../crypto/bytes.ts'
import { sameBytes, sha256 } from '../../../crypto/hash.ts'
import type { RandomBytes } from '../../../model/ports.ts'

const BYTES = 32
/** 24 random bytes in base64url. What is shorter could be guessed by another user of the machine. */
const SECRET = /^[A-Za-z0-9._~+/-]{32,200}=*$/
/** Group and others. */
const OTHERS = 0o077

/** A new one. */
export const makeSecret = (random: RandomBytes): string => toBase64Url(random(BYTES))

/**
 * The secret in `path`; a new one where there is no file yet.
 * @throws Error in Dutch when others can read it, or when it could be guessed
 */
export function secretIn(path: string, random: RandomBytes): string {
  if (!existsSync(path))
    writeFileSync(path, `${makeSecret(random)}\n`, { mode: 0o600, flag: 'wx', flush: true })
  if (process.platform !== 'win32' && (statSync(path).mode & OTHERS) !== 0)
    throw new Error(`${path} is ook voor anderen leesbaar: geef alleen uzelf rechten (chmod 600)`)
  const secret = readFileSync(path, 'utf8').trim()
  if (!SECRET.test(secret))
    throw new Error(
      `${path} bevat geen geheim van ten minste 32 tekens: verwijder het, dan maakt de opener er een`,
    )
  return secret
}

/** Says whether a header carries this secret, in time that tells nothing of it. */
export function knows(secret: string): (authorization: string | undefined) => boolean {
  const expected = sha256(utf8(secret))
  return (authorization = '') => {
    const given = /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? ''
    return sameBytes(sha256(utf8(given)), expected)
  }
}
