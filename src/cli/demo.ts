/** placeholder while the demo is written */
import type { Config } from '../config.ts'
export async function demo(
  _config: Config,
  _options: { readonly url: string | undefined },
): Promise<number> {
  return 1
}
