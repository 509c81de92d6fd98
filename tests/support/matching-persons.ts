/** Invented persons at invented addresses, who lives with whom, by seed: the truth against which matching is measured. */
import type { Adres } from '../../src/matching/normalise-address.ts'
import { FIRST_NAMES, SURNAMES, TRADES } from './matching-names.ts'

export type Achternaam = { readonly voorvoegsel: string; readonly naam: string }

export type Iemand = {
  readonly id: number
  readonly voornamen: readonly string[]
  readonly eigen: Achternaam
  /** Used before the own one, as a married person may. */
  readonly partner?: Achternaam
  /** The name under which a sole trader works. */
  readonly firma?: string
  readonly adres: Adres
}

/** How the persons of one household belong together. */
export type Huishouden = { readonly soort: string; readonly leden: readonly Iemand[] }

export type Toeval = {
  /** From 0 up to 1. */
  readonly number: () => number
  readonly chance: (share: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
}

export function createToeval(number: () => number): Toeval {
  return {
    number,
    chance: (share) => number() < share,
    pick: (list) => {
      const found = list[Math.floor(number() * list.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
  }
}

const LETTERS = [...'ABCDEFGHJKLMNPRSTVWXZ']

/** Makes households one after the other; every address is given out once, but for neighbours with another addition. */
export class Households {
  readonly #toeval: Toeval
  #persons = 0
  #streets = 0

  constructor(toeval: Toeval) {
    this.#toeval = toeval
  }

  next(): readonly Huishouden[] {
    const draw = this.#toeval.number()
    if (draw < 0.86) return [this.#alone()]
    if (draw < 0.94) return [this.#couple()]
    if (draw < 0.955) return [this.#parentAndChild()]
    if (draw < 0.96) return [this.#students()]
    return this.#neighbours()
  }

  #alone(): Huishouden {
    return { soort: 'alleen', leden: [this.#person(this.#address())] }
  }

  /** Some use one name, some each their own, some both. */
  #couple(): Huishouden {
    const adres = this.#address()
    const first = this.#person(adres)
    const draw = this.#toeval.number()
    const second = this.#person(adres)
    if (draw < 0.4)
      return { soort: 'partners, zelfde naam', leden: [first, { ...second, eigen: first.eigen }] }
    if (draw < 0.55 && first.eigen.naam !== second.eigen.naam)
      return {
        soort: 'partners, een met dubbele naam',
        leden: [first, { ...second, partner: first.eigen }],
      }
    return { soort: 'partners, eigen namen', leden: [first, second] }
  }

  #parentAndChild(): Huishouden {
    const adres = this.#address()
    const parent = this.#person(adres)
    const { firma: _, ...child } = this.#person(adres)
    const voornamen = this.#toeval.chance(0.1)
      ? [parent.voornamen[0] ?? '', ...child.voornamen.slice(1)]
      : child.voornamen
    return { soort: 'ouder en kind', leden: [parent, { ...child, voornamen, eigen: parent.eigen }] }
  }

  #students(): Huishouden {
    const adres = this.#address()
    return {
      soort: 'twaalf studenten op één adres',
      leden: Array.from({ length: 12 }, () => this.#person(adres)),
    }
  }

  /** One number, several additions, nobody related. */
  #neighbours(): readonly Huishouden[] {
    const { postcode, huisnummer } = this.#address()
    return ['1', '2', '3', '4'].map((huisnummertoevoeging) => ({
      soort: 'buren met een andere toevoeging',
      leden: [this.#person({ postcode, huisnummer, huisnummertoevoeging })],
    }))
  }

  #person(adres: Adres): Iemand {
    const { pick, chance } = this.#toeval
    const many = chance(0.45) ? 1 : chance(0.7) ? 2 : 3
    const eigen = this.#surname()
    const partner = chance(0.08) ? this.#surname() : undefined
    const id = this.#persons
    this.#persons += 1
    return {
      id,
      voornamen: Array.from({ length: many }, () => pick(FIRST_NAMES)),
      eigen,
      ...(partner === undefined || partner.naam === eigen.naam ? {} : { partner }),
      ...(chance(0.04) ? { firma: pick(TRADES) } : {}),
      adres,
    }
  }

  #surname(): Achternaam {
    const [voorvoegsel = '', naam = ''] = this.#toeval.pick(SURNAMES).split('|')
    return { voorvoegsel, naam }
  }

  #address(): Adres {
    const { pick, number } = this.#toeval
    this.#streets += 1
    const street = 1000 + (this.#streets % 9000)
    const block = Math.floor(this.#streets / 9000)
    const postcode = `${street}${LETTERS[block % 21]}${LETTERS[Math.floor(block / 21) % 21]}`
    const plain = { postcode, huisnummer: 1 + Math.floor(number() * 240) }
    const draw = number()
    if (draw < 0.7) return plain
    if (draw < 0.82) return { ...plain, huisletter: pick(['A', 'B', 'C', 'D']) }
    if (draw < 0.955) return { ...plain, huisnummertoevoeging: pick(['1', '2', '3', '4']) }
    if (draw < 0.95) return { ...plain, huisletter: 'A', huisnummertoevoeging: pick(['1', '2']) }
    if (draw < 0.975) return { ...plain, huisnummertoevoeging: 'BS' }
    return { ...plain, huisnummertoevoeging: pick(['II', 'III']) }
  }
}
