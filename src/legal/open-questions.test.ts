import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectTold, usePolicyFolder } from '../../tests/support/policy-folder.ts'
import { loadPolicies } from './load.ts'
import { isOn } from './settings.ts'

const folder = usePolicyFolder()
const FILE = 'open-vragen.yaml'

describe('an open question', () => {
  test('that nobody accepted blocks each rule that it names, with the place and what to do', () => {
    folder.change(FILE, /(hypotheek-blijvend:[\s\S]*?)\n {4}lezing: .*\n {4}aanvaardDoor: .*/, '$1')
    expect(folder.faults()).toEqual([
      expect.stringMatching(
        /^open-vragen\.yaml, regel \d+, vragen\/hypotheek-blijvend\/regels\/0: wet\/hypotheek mag niet in werking zijn zolang deze vraag open is: .* Laat iemand een lezing aanvaarden \(lezing: alleen-experiment of ook-daarna, met aanvaardDoor\), of haal wet\/hypotheek uit de map\.$/,
      ),
    ])
    rmSync(join(folder.path, 'wet/hypotheek.yaml'))
    expect(folder.faults().join()).toContain(
      'wet/hypotheek staat niet in deze map, dus houdt deze open vraag niets tegen',
    )
  })

  test.each([
    [
      'a reading without who accepted it',
      /(aanwijzing-bgs:[\s\S]*?)\n {4}aanvaardDoor: .*/,
      '$1',
      'lezing en aanvaardDoor horen bij elkaar',
    ],
    [
      'a reading that it does not name',
      'lezing: zoals-tot-2026',
      'lezing: ruim',
      'vragen/energieregeling/lezing: deze lezing staat niet onder lezingen',
    ],
    [
      'a rule outside the folder, while nobody accepted it',
      /(hypotheek-blijvend:[\s\S]*?regels: \[)wet\/hypotheek(\][\s\S]*?)\n {4}lezing: .*\n {4}aanvaardDoor: .*/,
      '$1wet/hypotheken$2',
      'wet/hypotheken staat niet in deze map',
    ],
    [
      'a setting with other readings',
      /(instelling: retour\n {4}lezingen:\n {6})uit:/,
      '$1nee:',
      'vragen/retour/lezingen: de lezingen van instelling retour zijn uit, aan',
    ],
    [
      'a setting of another question',
      'instelling: navraag',
      'instelling: retour',
      'vragen/navraag/instelling: een andere vraag gaat ook over instelling retour',
    ],
    [
      'a setting that no code reads',
      'instelling: slepers',
      'instelling: alles',
      'vragen/slepers/instelling: ',
    ],
  ])('is refused with %s', (name, from, to, fault) => {
    folder.change(FILE, from, to)
    const found = folder.faults()
    const faults = found.join('\n')
    expect(faults).toContain(fault)
    expectTold(`vraag: ${name}`, found)
    expect(faults).toMatch(/open-vragen\.yaml, regel \d+, vragen\//)
  })

  test('cannot be got rid of by leaving the file out', () => {
    rmSync(join(folder.path, FILE))
    expect(folder.faults()).toEqual([
      'open-vragen.yaml, regel 1, geheel: dit bestand ontbreekt. Zet daarin welke juridische vragen open zijn en wie welke lezing aanvaardde.',
    ])
  })
})

describe('the settings', () => {
  test('are off by design in the development set but for giving back and asking, and the clock is the earlier', () => {
    const policies = loadPolicies('policies')
    expect(policies.instellingen).toEqual({
      klokStart: 'vroegste',
      retour: 'aan',
      navraag: 'aan',
      statistiek: 'uit',
      slepers: 'uit',
    })
    expect(
      (['retour', 'navraag', 'statistiek', 'slepers'] as const).filter((one) =>
        isOn(policies, one),
      ),
    ).toEqual(['retour', 'navraag'])
  })

  test('are on once a reading says so and someone accepted it, and the set is another', () => {
    folder.change(
      FILE,
      /(aan: zij staan in het bestand)/,
      '$1\n    lezing: aan\n    aanvaardDoor: college van Arnhem (proef)',
    )
    const policies = loadPolicies(folder.path)
    expect(isOn(policies, 'statistiek')).toBe(true)
    expect(isOn(policies, 'slepers')).toBe(false)
    expect(policies.hash).not.toBe(loadPolicies('policies').hash)
  })

  test('fall back to what discloses least where the question about the clock is not accepted', () => {
    folder.change(FILE, /\n {4}lezing: vroegste\n {4}aanvaardDoor: .*/, '')
    expect(loadPolicies(folder.path).instellingen.klokStart).toBe('vroegste')
  })
})
