/** In which capacity one party acts for another. */
import { z } from 'zod'

/**
 * `gedelegeerd`: the body decides in its own name (Awb art. 10:13). `mandaat`: in the name of the college (Awb art. 10:1). Both follow from a
 * decision. `verwerker`: on instruction, by agreement (AVG art. 28); the college stays the recipient.
 */
export const Hoedanigheid = z.enum(['gedelegeerd', 'mandaat', 'verwerker'])
export type Hoedanigheid = z.infer<typeof Hoedanigheid>
