import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { VOORBEELDEN } from '../../src/http/examples.ts'
import { ROUTE_KEYS } from '../../src/http/purposes.ts'
import { describeBases } from '../../src/legal/public-bases.ts'
import { PROBLEM_KINDS } from '../../src/model/problem.ts'
import { usePolicyFolder } from '../support/policy-folder.ts'
import { projectPolicies } from '../support/project-policies.ts'
import { countSlepers } from '../support/slepers-policy.ts'
import { aWeb, basesOf, WEB_NOW } from '../support/web-app.ts'

const PATHS = ['/', '/grondslagen', '/api'] as const
const PAGES = PATHS.flatMap((path) => [path, `${path}?taal=en`])

const { app } = aWeb()
const pageOf = async (path: string): Promise<string> => (await app.request(path)).text()
const all = (page: string, pattern: RegExp): readonly string[] =>
  [...page.matchAll(pattern)].map(([, first = '']) => first)

describe.each(PAGES)('the page %s', (path) => {
  test('is HTML under a policy that lets in its own stylesheet only', async () => {
    const answer = await app.request(path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/html; charset=utf-8$/i)
    expect(answer.headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  test('names nothing elsewhere, and has nothing that the policy would stop', async () => {
    // The one address that an example holds stands there as text.
    const page = (await pageOf(path)).replaceAll(VOORBEELDEN.abonnement.bestemming, '')
    expect(page).not.toMatch(/https?:|\/\/[a-z]|data:|javascript:/i)
    expect(page).not.toMatch(/<(script|style|img|iframe|object|embed|form|base|svg)\b/i)
    expect(page).not.toMatch(/<[^>]+\s(style|on[a-z]+|src|srcset|action)\s*=/i)
    expect(all(page, /<link [^>]*href="([^"]*)"/g)).toEqual(['/stijl.css'])
  })

  test('says its language, and that of parts in the other one', async () => {
    const page = await pageOf(path)
    const taal = path.endsWith('taal=en') ? 'en' : 'nl'
    expect(page.startsWith(`<!doctype html>\n<html lang="${taal}">`)).toBe(true)
    const other = taal === 'nl' ? 'en' : 'nl'
    expect(page).toContain(`lang="${other}" hreflang="${other}"`)
  })

  test('has one first heading, and no level is skipped', async () => {
    const levels = all(await pageOf(path), /<h([1-6])[ >]/g).map(Number)
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    for (const [i, level] of levels.entries())
      expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1)
  })

  test('every table has a caption, and every heading of it a scope', async () => {
    const page = await pageOf(path)
    for (const table of all(page, /<table>([\s\S]*?)<\/table>/g)) {
      expect(table).toMatch(/^\s*<caption[^>]*>[^<]+<\/caption>/)
      expect(table).not.toMatch(/<th(?! scope="(col|row)")[ >]/)
    }
    expect(page).not.toContain('[object')
    expect(page).not.toContain('undefined')
  })

  test('every link leads somewhere: the skip link first, parts of the page by unique ids', async () => {
    const page = await pageOf(path)
    const hrefs = all(page, /<a [^>]*?href="([^"]*)"/g)
    expect(hrefs[0]).toBe('#inhoud')
    const ids = all(page, /\sid="([^"]*)"/g)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of hrefs.filter((href) => href.startsWith('#')))
      expect(ids, id).toContain(id.slice(1))
    for (const href of new Set(hrefs.filter((one) => !one.startsWith('#'))))
      expect((await app.request(href)).status, href).toBe(200)
    const labels = all(page, /aria-labelledby="([^"]*)"/g)
    expect(labels.filter((id) => !ids.includes(id))).toEqual([])
  })
})

test('another language than these two gives Dutch', async () => {
  expect(await pageOf('/?taal="><script>')).toBe(await pageOf('/'))
})

describe('the page of bases', () => {
  const view = basesOf('policies')

  test('has each rule with its articles, conditions, fields and open questions', async () => {
    const page = await pageOf('/grondslagen')
    expect(view.regels.map(({ signaaltype }) => signaaltype)).toEqual(
      expect.arrayContaining(['huur', 'zorgverzekering']),
    )
    expect(page).toContain(view.hash)
    const words = view.regels.flatMap((rule) => [
      ...rule.voorwaarden.map(({ zin }) => `<li>${zin}`),
      ...rule.velden.map(({ veld }) => `<code>${veld}</code></th>`),
      ...rule.artikelen.map(({ aanhaling }) => aanhaling),
      ...rule.openVragen.map(({ aanvaardDoor }) => aanvaardDoor),
    ])
    for (const part of words) expect(page.replaceAll('\u00a0', ' ')).toContain(part)
  })

  test('shows for which purpose a field goes: a landlord gives no telephone number for the check', () => {
    const huur = view.regels.find(({ signaaltype }) => signaaltype === 'huur')
    const field = (veld: string) => huur?.velden.find((one) => one.veld === veld)
    expect(field('contact.telefoonnummer')).toMatchObject({
      doelen: ['hulpaanbod'],
      artikelen: 'Besluit gemeentelijke schuldhulpverlening art. 2',
      termijn: { maanden: 6, dagen: 0 },
    })
    expect(field('persoon.achternaam')?.doelen).toEqual(['controle', 'hulpaanbod'])
    expect(field('persoon.burgerservicenummer')).toBeUndefined()
    expect(huur?.nietDoorgegeven).toContain('persoon.burgerservicenummer')
    expect(huur?.openVragen.map(({ waarover }) => waarover)).toContain('signaaldatum')
  })

  test('says whether a rule is in force on the day of the reader', () => {
    const policies = projectPolicies()
    const on = (dag: string) =>
      describeBases(policies, dag).regels.find(({ signaaltype }) => signaaltype === 'huur')?.stand
    expect([on('2023-12-31'), on('2024-01-01')]).toEqual(['nog-niet', 'in-werking'])
  })

  test('a policy can say anything and changes nothing of the page but its words', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'signaalpoort-pagina-'))
    try {
      cpSync('policies', folder, { recursive: true })
      const file = join(folder, 'wet/huur.yaml')
      const evil = `"</td></table><script>alert(1)</script><a href='https://example.nl/' onclick=x>"`
      const text = readFileSync(file, 'utf8')
        .replace(/^zin: >-\n {2}.*\n {2}.*$/m, `zin: ${evil}`)
        .replaceAll('omdat: contactgegevens', `omdat: ${evil}`)
        .replace(/strekking: .*$/m, `strekking: ${evil}`)
        .replace(
          'aanvaardDoor: ontwikkelset, nodig om het signaal te verwerken',
          `aanvaardDoor: ${evil}`,
        )
      writeFileSync(file, text)
      const page = await (
        await aWeb({ bases: () => basesOf(folder) }).app.request('/grondslagen')
      ).text()
      expect(page.split('&lt;script&gt;alert(1)').length).toBeGreaterThan(12)
      expect(page).not.toMatch(/<script|<a href='|onclick=x>/)
      expect(page.match(/<table>/g)).toHaveLength(
        (await pageOf('/grondslagen')).match(/<table>/g)?.length ?? 0,
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('the page of the API', () => {
  test('has every call, every kind of problem, and examples to open', async () => {
    const page = await pageOf('/api')
    for (const key of ROUTE_KEYS)
      expect(page).toContain(
        `<h3 id="${key
          .toLowerCase()
          .replaceAll(/[^a-z0-9]+/g, '-')
          .replace(/-$/, '')}`,
      )
    for (const kind of PROBLEM_KINDS) expect(page).toContain(`<code>${kind}</code>`)
    expect(page).toContain('<summary>Voorbeeld</summary>')
    expect(page).toContain('WDL-2026-11-000042')
    expect(page).not.toContain('```')
  })
})

describe('counting who stays below a threshold', () => {
  const folder = usePolicyFolder()

  test.each([
    ['nl', 'Wie onder de drempel blijft', 'hoogstens <span class="nowrap">6 maanden</span>'],
    ['en', 'Who stays below the threshold', 'at most <span class="nowrap">6 months</span>'],
  ] as const)(
    'stands on the page in %s with its article, fields, term and who counts',
    async (taal, title, term) => {
      countSlepers(folder)
      const { app: counting } = aWeb({ bases: () => basesOf(folder.path, taal) })
      const page = await (await counting.request(`/grondslagen?taal=${taal}`)).text()
      const [section = ''] =
        /<section aria-labelledby="slepers">[\s\S]*?<\/section>/.exec(page) ?? []
      expect(page).toContain(`<a href="#slepers">${title}</a>`)
      for (const said of [
        title,
        term,
        'persoon.achternaam',
        'art.\u00a02 lid 4 onder c',
        '0855',
        'TB-2025-0201',
      ])
        expect(section).toContain(said)
      expect(section).not.toContain('undefined')
    },
  )

  test('stands nowhere on the page of a set that does not count', async () => {
    expect(await pageOf('/grondslagen')).not.toContain('slepers">')
  })
})

describe('the stylesheet', () => {
  const css = readFileSync('src/http/pages/stijl.css', 'utf8')
  const colour = (name: string): string =>
    new RegExp(`--${name}: (#[0-9a-f]{3,6});`).exec(css)?.[1] ?? ''
  const luminance = (hex: string): number => {
    const long = hex.length === 4 ? hex.slice(1).replaceAll(/./g, '$&$&') : hex.slice(1)
    const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
      const channel = Number.parseInt(long.slice(at, at + 2), 16) / 255
      return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a: string, b: string): number => {
    const [light = 0, dark = 0] = [luminance(colour(a)), luminance(colour(b))].sort((x, y) => y - x)
    return (light + 0.05) / (dark + 0.05)
  }

  test.each(['ink', 'link', 'good'])(
    'text in %s stands out on both grounds (WCAG 1.4.6)',
    (ink) => {
      expect(contrast(ink, 'paper')).toBeGreaterThan(7)
      expect(contrast(ink, 'soft')).toBeGreaterThan(7)
    },
  )

  test('lines that mean something stand out (WCAG 1.4.11)', () => {
    expect(contrast('line', 'paper')).toBeGreaterThan(3)
  })

  test('is served as one, and fetches nothing itself', async () => {
    const answer = await app.request('/stijl.css')
    expect(answer.headers.get('Content-Type')).toBe('text/css; charset=utf-8')
    expect(await answer.text()).toBe(css)
    expect(css).not.toMatch(/url\(|@import|@font-face/)
  })
})

describe('security.txt', () => {
  test('names a contact and expires within a year of the clock (RFC 9116)', async () => {
    const answer = await app.request('/.well-known/security.txt')
    expect(answer.headers.get('Content-Type')?.toLowerCase()).toBe('text/plain; charset=utf-8')
    const text = await answer.text()
    expect(text).toContain('Contact: mailto:security@example.nl\n')
    const expires = new Date(/^Expires: (.*)$/m.exec(text)?.[1] ?? '')
    const days = (expires.getTime() - WEB_NOW.getTime()) / 86_400_000
    expect(days).toBeGreaterThan(90)
    expect(days).toBeLessThan(365)
    expect(text.match(/^Expires:/gm)).toHaveLength(1)
  })
})
