"""Opens sealed fields from the documented answer alone (docs/opening-a-field.md), with PyNaCl and nothing of the gateway.

Usage: open_field.py ANSWER.json KEY.json
ANSWER.json is what GET /v1/meldingen gave; KEY.json holds publiekeSleutel and geheimeSleutel, base64url, 32 bytes each.
Prints one JSON object: per signal id its opened fields.
"""

import base64
import hashlib
import json
import sys

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, crypto_scalarmult_base
from nacl.public import Box, PrivateKey, PublicKey

NONCE_BYTES = 24


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def open_field(secret, own_id, signal, field):
    key = field["sleutel"]
    if key["sleutelId"] != own_id:
        raise SystemExit("a box for a key that is not ours")
    box = Box(PrivateKey(secret), PublicKey(base64.b64decode(key["afzender"], validate=True)))
    field_key = box.decrypt(
        base64.b64decode(key["doos"], validate=True), base64.b64decode(key["nonce"], validate=True)
    )
    place = [signal["id"], signal["versie"], signal["gemeentecode"], field["veld"]]
    associated = json.dumps(place, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    value = base64.b64decode(field["waarde"], validate=True)
    opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        value[NONCE_BYTES:], associated, value[:NONCE_BYTES], field_key
    )
    return json.loads(opened.decode("utf-8"))


def main(answer_path, key_path):
    text = read(key_path)["geheimeSleutel"]
    secret = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    own_id = hashlib.sha256(crypto_scalarmult_base(secret)).digest()[:16].hex()
    opened = {}
    for melding in read(answer_path)["meldingen"]:
        for signal in melding["signalen"]:
            opened[signal["id"]] = {
                field["veld"]: open_field(secret, own_id, signal, field) for field in signal["velden"]
            }
    json.dump(opened, sys.stdout, ensure_ascii=False, sort_keys=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
