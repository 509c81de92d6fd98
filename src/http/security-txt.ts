/** `security.txt` (RFC 9116): where to report a weakness. The address is fictitious, as everything of the trial. */

/** How long the text is valid: RFC 9116 §2.5.5 recommends less than a year. */
const VALID_DAYS = 180
const DAY_MS = 86_400_000

/** The file as it is served at `now`; it expires at the beginning of a day (UTC), 180 days on. */
export function securityTxt(now: Date): string {
  const expires = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS + VALID_DAYS * DAY_MS)
  return [
    'Contact: mailto:security@example.nl',
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: nl, en',
    'Canonical: https://signaalpoort.example.nl/.well-known/security.txt',
    '',
  ].join('\n')
}
