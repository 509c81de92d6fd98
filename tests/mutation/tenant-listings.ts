/** The tenant conditions that stand apart, each with its reason: in the code alone, said twice, or of no tenant. */

/** Which conditions, by file, function, text and which of that text (`(2)` and so on; the first has none), and why they stand apart. */
export type Listing = readonly [place: RegExp, reason: string]

/** What row-level security does not repeat, by design: there the condition in the code stands alone, and a test notices either way. */
export const CODE_ALONE: readonly Listing[] = [
  [/^src\/identity\/deelnemer\.store/, 'the register: whoever identifies or seals reads all of it'],
  [/^src\/identity\/register\.store/, 'the register: its operator changes all of it'],
  [
    /^src\/identity\/deelnemerkaart.* [ocw]\.oin = d\.oin$/,
    'which brand, contact and approach is whose among the parties in sight',
  ],
  [
    /^src\/identity\/.*#findOntvangersleutels /,
    'the register: intake seals for every municipality',
  ],
  [
    /^src\/identity\/.*#listSleutels \.where\('oin'/,
    'a filter among what is the municipality’s own already',
  ],
  [/^src\/nudging\/beurt\.store/, 'who delivers works for every party'],
  [
    /^src\/identity\/deelnemerkaart.* l\.(oin|gemeentecode) = /,
    'on whose card what the two agreed stands',
  ],
  [
    /^src\/agreements\/.*#hasDelivered k\.gemeentecode/,
    'for which municipality a signal of its own was',
  ],
  [
    /^src\/agreements\/.*#(findLeverafspraken|hasLeverafspraak|endLeverafspraak|bothTakePart) /,
    'the register: its operator changes all of it, and who looks asks it who takes part',
  ],
  [/^src\/routing\/ontvanger/, 'the register: whoever routes reads all of it'],
  [/^src\/sealing\/.*#(findAndHoldOpen|insertNext) /, 'intake opens keys for every municipality'],
  [/^src\/intake\/signaal.*#findSignaal .*'gemeentecode'/, 'both rows are the caller’s own'],
  [/^src\/intake\/own-earlier.*#findOwnType \.onRef/, 'both rows are the caller’s own'],
  [/^src\/sealing\/answer.*#lockAnswered .*'gemeentecode'/, 'both rows are the caller’s own'],
  [
    /^src\/intake\/.*#((listLijstrijen|searchSignalen) s\.gemeentecode|(lockFree|setVastgehouden|findSchuldverlopen) \()/,
    'both rows are the caller’s own',
  ],
  [
    /^src\/delivery\/collect.*#listOpenMeldingen \(?m\./,
    'who receives for two: the rows of both are its own',
  ],
  [/^src\/monitor\/inwoners\.store/, 'how many live where is the same for everybody who counts'],
  [/^src\/audit\/search.*#conditionsOf /, 'a filter among what is the caller’s own already'],
  [
    /^src\/retention\/.*#(keyLives|listEarlyKeys|clearRewrap) /,
    'keys of every municipality, no party',
  ],
  [
    /^src\/retention\/eigen-termijn.*#(listOwnTerms|findOwnTermsOf) /,
    'intake asks for every municipality, the sweep which of them set one',
  ],
  [
    /^src\/feedback\/publish.*#(takeVisible|deleteWaiting) /,
    'the step that publishes takes from every queue; the pair is the row’s key',
  ],
  [/^src\/identity\/.*#findCollegeContacten /, 'the register: how any college is reached'],
  [/^src\/retention\/unreadable.*#keysThatOpen /, 'the sweep asks which municipalities have a key'],
  [
    /^src\/retention\/rows.*#(deleteBewijzen|deleteIdempotentieOf|deleteExpired\w+|deleteDueAanleveringen|monthIsUsed) /,
    'the sweep works for every party; the pair is the row’s key',
  ],
]

/** What the same query says once more, so that an index is found by it: without it no answer changes, and nobody can notice. */
export const SAID_TWICE: readonly Listing[] = [
  [
    /^src\/delivery\/collect.*#listOpenMeldingen \.where/,
    'its melding is of one of those municipalities, and of that of the signal',
  ],
  [
    /^src\/monitor\/feiten.*#whichMeldingen g\./,
    'a melding that has signals, and none but these, has one of these',
  ],
  [
    /^src\/selection\/werkvoorraad.*#listMeldingen m\.gemeentecode = (s\.gemeentecode|\$\{gemeentecode\} \(2\))$/,
    'signal and melding are each of this municipality, and of the same',
  ],
  [
    /^src\/selection\/werkvoorraad.*#listMeldingen gemeentecode/,
    'of its own signals that came before, only those before what is listed are answered',
  ],
  [/^src\/identity\/.*#findMachtigingenOf \(m\./, 'who asks is answered by party and municipality'],
]

/** A column of that name that parts no tenants: not tried. */
export const NO_TENANT: readonly Listing[] = [
  [/^src\/routing\/gemeente\.store/, 'the geography of the country, the same for everybody'],
]
