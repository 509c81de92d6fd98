/** Ids, instants and parts that several examples share; all invented. */

export const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

export const ID = '019a0c3e-5b7a-7c41-9d2e-3f4a5b6c7d8e'

export const SLEUTEL_ID = 'a3f1c2d4e5b60718293a4b5c6d7e8f90'

export const TIJDSTIP = '2026-11-23T09:00:00.000Z'

export const BELEID = { id: 'wet/huur@1', hash: HASH }

export const WOORDEN = 'eyJhbGciOiJFUzI1NiJ9.eyJrZW5tZXJrIjoiV0RMIn0.c2lnbmF0dXJl'

export const CONTACT = { emailadres: 'vroegsignalering@example.nl', telefoonnummer: '+31101234567' }
