/** The folder of a municipality's own records: one file a melding, each sealed to its own key and readable by its owner only; totals beside them. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Eigenzegel, loadOwnOpener, sealOwn } from '../../../crypto/own-seal.ts'
import type { Sleutelpaar } from '../../../crypto/recipient-key.ts'
import { addTermijn, parseTermijn } from '../../../legal/calendar.ts'
import { Dag, Gemeentecode, SignaalId, SleutelId } from '../../../model/ids.ts'
import type { RandomBytes } from '../../../model/ports.ts'
import { Dossier } from './dossier.ts'

const HEAD = 'archief.json'
const ENDING = '.dossier.json'
const OWNER_ONLY = { mode: 0o600 } as const

/** Whose it is, and how long its records stay after their last change: the municipality's own decision, not the gateway's. */
const Kop = z.strictObject({
  vorm: z.literal(1),
  gemeentecode: Gemeentecode,
  bewaren: z.string().regex(/^P\d{1,3}[MYD]$/),
  sleutelId: SleutelId,
})
export type Archiefkop = z.infer<typeof Kop>

const Zegel = z.strictObject({
  sleutelId: z.string(),
  afzender: z.string(),
  nonce: z.string(),
  doos: z.string(),
  waarde: z.string(),
  /** In the clear, so that a record can end without its key: the day it ends says nothing of the person. */
  totDatum: Dag,
})

export type Archief = {
  readonly map: string
  readonly kop: Archiefkop
  read(id: SignaalId): Dossier | undefined
  all(): readonly Dossier[]
  /** Keeps a record, whole or not at all; its term begins anew. */
  write(dossier: Dossier): Promise<void>
  /** Those whose term has ended on `dag`, by their own day. */
  due(dag: Dag): readonly SignaalId[]
  erase(id: SignaalId): void
}

/** Makes the folder. @throws Error in Dutch when there is one */
export function makeArchief(map: string, kop: Omit<Archiefkop, 'vorm'>): void {
  if (existsSync(join(map, HEAD))) throw new Error(`in ${map} is al een archief`)
  const read = Kop.safeParse({ vorm: 1, ...kop })
  if (!read.success)
    throw new Error(
      'geef met --bewaren een termijn als P18M (maanden), P2Y (jaren) of P90D (dagen)',
    )
  mkdirSync(map, { recursive: true, mode: 0o700 })
  writeFileSync(join(map, HEAD), `${JSON.stringify(read.data, null, 2)}\n`, {
    ...OWNER_ONLY,
    flag: 'wx',
  })
}

/**
 * Opens the folder with the key pair that it was made for.
 * @throws Error in Dutch when it is none, another municipality's, or sealed to another key
 */
export async function openArchief(
  map: string,
  {
    gemeentecode,
    paar,
    random,
  }: {
    readonly gemeentecode: Gemeentecode
    readonly paar: Sleutelpaar
    readonly random: RandomBytes
  },
): Promise<Archief> {
  const kop = readKop(map)
  if (kop.gemeentecode !== gemeentecode)
    throw new Error(`het archief in ${map} is van een andere gemeente`)
  if (kop.sleutelId !== paar.sleutelId)
    throw new Error(
      `het archief in ${map} is verzegeld voor sleutel ${kop.sleutelId}; noem die met --sleutel`,
    )
  const open = await loadOwnOpener(paar)
  const path = (id: SignaalId): string => join(map, `${id}${ENDING}`)
  const ids = (): readonly SignaalId[] =>
    readdirSync(map)
      .filter((name) => name.endsWith(ENDING))
      .flatMap((name) => SignaalId.safeParse(name.slice(0, -ENDING.length)).data ?? [])
      .toSorted()
  const zegelOf = (id: SignaalId): z.infer<typeof Zegel> =>
    Zegel.parse(JSON.parse(readFileSync(path(id), 'utf8')))
  const read = (id: SignaalId): Dossier | undefined => {
    if (!existsSync(path(id))) return undefined
    const { totDatum: _, ...zegel } = zegelOf(id)
    return Dossier.parse(JSON.parse(open(id, zegel)))
  }
  const termijn = parseTermijn(kop.bewaren)
  return {
    map,
    kop,
    read,
    all: () => ids().flatMap((id) => read(id) ?? []),
    write: async (dossier) => {
      const naar = { sleutelId: paar.sleutelId, publiekeSleutel: paar.publiekeSleutel }
      const zegel = await sealOwn(random, naar, {
        naam: dossier.melding,
        text: JSON.stringify(dossier),
      })
      writeWhole(path(dossier.melding), {
        ...zegel,
        totDatum: addTermijn(dossier.bijgewerktDatum, termijn),
      })
    },
    due: (dag) => ids().filter((id) => zegelOf(id).totDatum <= dag),
    erase: (id) => rmSync(path(id), { force: true }),
  }
}

function readKop(map: string): Archiefkop {
  const path = join(map, HEAD)
  if (!existsSync(path))
    throw new Error(
      `${map} is geen archief; maak er een met "signaalpoort afnemer archief maak ${map}"`,
    )
  return Kop.parse(JSON.parse(readFileSync(path, 'utf8')))
}

/** Beside it first, then in its place: a record is never half. */
function writeWhole(path: string, zegel: Eigenzegel & { readonly totDatum: Dag }): void {
  const beside = `${path}.nieuw`
  rmSync(beside, { force: true })
  writeFileSync(beside, JSON.stringify(zegel), { ...OWNER_ONLY, flag: 'wx', flush: true })
  renameSync(beside, path)
}
