/** What a run leaves: counts, the refused rows with their reasons, and a copy of those whose municipality is not connected. */

import { csvLine } from '../../model/csv-line.ts'
import type { Regelfout } from '../../model/lijst.ts'
import { csvFile, type filesBeside, LocalFile } from './local-files.ts'
import { Tally } from './tally.ts'

type Geweigerd = { readonly regel: number; readonly kenmerk?: string }
type Files = Pick<ReturnType<typeof filesBeside>, 'geweigerd' | 'nietAangesloten'>

const HEAD = ['regel', 'kenmerk', 'kolom', 'code', 'uitleg']
const NOT_CONNECTED = 'gemeente-niet-aangesloten'
const LINE_END = new TextEncoder().encode('\r\n')

const asLine = (bytes: Uint8Array): Uint8Array =>
  bytes.length === 0 ? bytes : new Uint8Array(Buffer.concat([bytes, LINE_END]))

/** Both files begin anew; a file that gets no row is not there afterwards. */
export class Outcome {
  readonly tally = new Tally()
  readonly #geweigerd: LocalFile
  readonly #copies: LocalFile

  /** `kop`: the head of the list as it stands there, for the copy. */
  constructor({ geweigerd, nietAangesloten }: Files, kop: () => Uint8Array) {
    this.#geweigerd = csvFile(geweigerd, HEAD)
    this.#copies = new LocalFile(nietAangesloten, () => asLine(kop()))
  }

  accepted(opmerkingen: readonly Regelfout[] = []): void {
    this.tally.add('aanvaard', opmerkingen)
  }

  /** A row that the gateway would not take for a signal: it is not sent. */
  faulty(rij: Geweigerd, fouten: readonly Regelfout[]): void {
    this.#refuse('onjuist, niet verzonden', rij, fouten)
  }

  refused(rij: Geweigerd, redenen: readonly Regelfout[]): void {
    this.#refuse('geweigerd', rij, redenen)
  }

  /** Copies a refused row as it stands in the list, when its municipality is the reason. */
  copy({ bytes }: { readonly bytes: Uint8Array }, redenen: readonly Regelfout[]): void {
    if (redenen.some(({ code }) => code === NOT_CONNECTED)) this.#copies.add(asLine(bytes))
  }

  /** Whether any row was not accepted. */
  get hasRefusals(): boolean {
    return this.#geweigerd.count > 0
  }

  /** The run came to its end: the counts, and where things were left. */
  finish(): readonly string[] {
    const { count, path } = this.#copies
    for (const file of [this.#geweigerd, this.#copies]) file.finish()
    return [
      ...this.tally.lines(),
      '',
      ...(this.hasRefusals
        ? [`Geweigerde regels met reden, zonder waarden: ${this.#geweigerd.path}`]
        : []),
      ...(count === 0
        ? []
        : [
            `Kopie van ${count} regels voor gemeenten die niet zijn aangesloten: ${path}`,
            '  (uw eigen gegevens, alleen voor u leesbaar: lever ze rechtstreeks aan en wis het bestand daarna)',
          ]),
    ]
  }

  #refuse(
    uitkomst: string,
    { regel, kenmerk = '' }: Geweigerd,
    redenen: readonly Regelfout[],
  ): void {
    this.tally.add(uitkomst, redenen)
    const lines = redenen.map(({ kolom, code, uitleg }) =>
      csvLine([regel, kenmerk, kolom, code, uitleg]),
    )
    this.#geweigerd.add(lines.join(''))
  }
}
