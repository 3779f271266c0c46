// The other side of JwsTests: reads cases as JSON from standard input, verifies the token in each with its JSON Web Key, and signs another with the private part.
import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { ed448 } from "@noble/curves/ed448.js";
import { p256, p384 } from "@noble/curves/nist.js";
import { ml_dsa44, ml_dsa65, ml_dsa87 } from "@noble/post-quantum/ml-dsa.js";

const encode = (bytes) => Buffer.from(bytes).toString("base64url");
const decode = (text) => Uint8Array.from(Buffer.from(text, "base64url"));
const join = (...parts) => Uint8Array.from(Buffer.concat(parts));

// ECDSA hashes with the hash of its curve; an ECPrivateKey's scalar begins after seven bytes (RFC 5915 with a named curve and without the public key).
const ecdsa = (curve, size) => ({
  publicKey: (key) => curve.getPublicKey(key.slice(7, 7 + size), false),
  sign: (message, key) => curve.sign(message, key.slice(7, 7 + size), { format: "der", lowS: false }),
  verify: (signature, message, key) => curve.verify(signature, message, key, { format: "der", lowS: false }),
});
const eddsa = (curve) => ({
  publicKey: (key) => curve.getPublicKey(key),
  sign: (message, key) => curve.sign(message, key),
  verify: (signature, message, key) => curve.verify(signature, message, key),
});
const pure = (mlDsa) => ({
  publicKey: (priv) => mlDsa.keygen(priv).publicKey,
  sign: (message, priv) => mlDsa.sign(message, mlDsa.keygen(priv).secretKey),
  verify: (signature, message, pub) => mlDsa.verify(signature, message, pub),
});
// draft-ietf-lamps-pq-composite-sigs: M' = Prefix || Label || len(ctx) || ctx || PH(M), ML-DSA with the label as its context
const composite = (mlDsa, publicKeySize, signatureSize, label, preHash, classical) => {
  const context = Buffer.from(label);
  const represent = (message) => join(Buffer.from("CompositeAlgorithmSignatures2025"), context, Uint8Array.of(0), preHash(message));
  const tries = (verify) => { try { return verify(); } catch { return false; } };
  return {
    publicKey: (priv) => join(mlDsa.keygen(priv.slice(0, 32)).publicKey, classical.publicKey(priv.slice(32))),
    sign: (message, priv) => {
      const m = represent(message);
      return join(mlDsa.sign(m, mlDsa.keygen(priv.slice(0, 32)).secretKey, { context }), classical.sign(m, priv.slice(32)));
    },
    verify: (signature, message, pub) => {
      const m = represent(message);
      return tries(() => mlDsa.verify(signature.slice(0, signatureSize), m, pub.slice(0, publicKeySize), { context }))
        && tries(() => classical.verify(signature.slice(signatureSize), m, pub.slice(publicKeySize)));
    },
  };
};
const hash = (name, options) => (message) => createHash(name, options).update(message).digest();

const algorithms = {
  "ML-DSA-44": pure(ml_dsa44),
  "ML-DSA-65": pure(ml_dsa65),
  "ML-DSA-87": pure(ml_dsa87),
  "ML-DSA-44-ES256": composite(ml_dsa44, 1312, 2420, "COMPSIG-MLDSA44-ECDSA-P256-SHA256", hash("sha256"), ecdsa(p256, 32)),
  "ML-DSA-65-ES256": composite(ml_dsa65, 1952, 3309, "COMPSIG-MLDSA65-ECDSA-P256-SHA512", hash("sha512"), ecdsa(p256, 32)),
  "ML-DSA-87-ES384": composite(ml_dsa87, 2592, 4627, "COMPSIG-MLDSA87-ECDSA-P384-SHA512", hash("sha512"), ecdsa(p384, 48)),
  "ML-DSA-44-Ed25519": composite(ml_dsa44, 1312, 2420, "COMPSIG-MLDSA44-Ed25519-SHA512", hash("sha512"), eddsa(ed25519)),
  "ML-DSA-65-Ed25519": composite(ml_dsa65, 1952, 3309, "COMPSIG-MLDSA65-Ed25519-SHA512", hash("sha512"), eddsa(ed25519)),
  "ML-DSA-87-Ed448": composite(ml_dsa87, 2592, 4627, "COMPSIG-MLDSA87-Ed448-SHAKE256", hash("shake256", { outputLength: 64 }), eddsa(ed448)),
};

let text = "";
for await (const piece of process.stdin) text += piece;
const answers = [];
for (const c of JSON.parse(text)) {
  const jwk = JSON.parse(c.privateJwk);
  const algorithm = algorithms[jwk.alg];
  const pub = algorithm.publicKey(decode(jwk.priv));
  const [header, payload, signature] = c.token.split(".");
  const kid = createHash("sha256").update(JSON.stringify({ alg: jwk.alg, kty: "AKP", pub: encode(pub) })).digest("base64url");
  const input = `${encode(Buffer.from(JSON.stringify({ alg: jwk.alg, kid, typ: "JWT" })))}.${payload}`;
  answers.push({
    valid: JSON.parse(Buffer.from(header, "base64url")).alg === jwk.alg
      && algorithm.verify(decode(signature), Uint8Array.from(Buffer.from(`${header}.${payload}`)), decode(jwk.pub)),
    jwk: JSON.stringify({ kid, pub: encode(pub), alg: jwk.alg, kty: "AKP" }),
    token: `${input}.${encode(algorithm.sign(Uint8Array.from(Buffer.from(input)), decode(jwk.priv)))}`,
  });
}
process.stdout.write(JSON.stringify(answers));
