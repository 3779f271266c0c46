// The other side of JwsTests: reads cases as JSON from standard input, verifies the token in each with its private JSON Web Key, and signs another.
import { createHash } from "node:crypto";
import { ml_dsa44, ml_dsa65, ml_dsa87 } from "@noble/post-quantum/ml-dsa.js";

const algorithms = { "ML-DSA-44": ml_dsa44, "ML-DSA-65": ml_dsa65, "ML-DSA-87": ml_dsa87 };
const encode = (bytes) => Buffer.from(bytes).toString("base64url");
const decode = (text) => Uint8Array.from(Buffer.from(text, "base64url"));

let text = "";
for await (const piece of process.stdin) text += piece;
const answers = [];
for (const c of JSON.parse(text)) {
  const jwk = JSON.parse(c.privateJwk);
  const algorithm = algorithms[jwk.alg];
  const { publicKey, secretKey } = algorithm.keygen(decode(jwk.priv));
  const [header, payload, signature] = c.token.split(".");
  const valid = algorithm.verify(decode(signature), Buffer.from(`${header}.${payload}`), decode(jwk.pub));
  const kid = createHash("sha256").update(JSON.stringify({ alg: jwk.alg, kty: "AKP", pub: encode(publicKey) })).digest("base64url");
  const input = `${encode(Buffer.from(JSON.stringify({ alg: jwk.alg, kid, typ: "JWT" })))}.${payload}`;
  answers.push({
    valid: valid && JSON.parse(Buffer.from(header, "base64url")).alg === jwk.alg,
    jwk: JSON.stringify({ kid, pub: encode(publicKey), alg: jwk.alg, kty: "AKP" }),
    token: `${input}.${encode(algorithm.sign(Buffer.from(input), secretKey))}`,
  });
}
process.stdout.write(JSON.stringify(answers));
