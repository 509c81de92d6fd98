import { randomBytes } from 'node:crypto'
import sodium from 'libsodium-wrappers'
import { expect, test } from 'vitest'
import { createSleutelpaar, sleutelIdOf } from './recipient-key.ts'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

test('a pair opens what libsodium boxes to it', async () => {
  await sodium.ready
  const recipient = await createSleutelpaar(random)
  const sender = sodium.crypto_box_keypair()
  const nonce = new Uint8Array(sodium.crypto_box_NONCEBYTES)
  const box = sodium.crypto_box_easy('proef', nonce, recipient.publiekeSleutel, sender.privateKey)
  const opened = sodium.crypto_box_open_easy(box, nonce, sender.publicKey, recipient.geheimeSleutel)
  expect(Buffer.from(opened).toString()).toBe('proef')
})

test('the id is the start of the SHA-256 of the public key', () => {
  expect(sleutelIdOf(new Uint8Array(32))).toBe('66687aadf862bd776c8fc18b8e9f8e20')
})
