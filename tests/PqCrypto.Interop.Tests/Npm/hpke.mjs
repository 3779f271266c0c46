// The other side of HpkeTests: reads cases as JSON from standard input, opens what they hold, and seals back.
import { Aes128Gcm, Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, DhkemP384HkdfSha384, ExportOnly, HkdfSha256, HkdfSha384, HkdfSha512 } from "@hpke/core";
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { DhkemX25519HkdfSha256 } from "@hpke/dhkem-x25519";
import { XWing } from "@hpke/hybridkem-x-wing";
import { MlKem1024, MlKem512, MlKem768 } from "@hpke/ml-kem";

const kems = {
  0x0010: DhkemP256HkdfSha256, 0x0011: DhkemP384HkdfSha384, 0x0020: DhkemX25519HkdfSha256,
  0x0040: MlKem512, 0x0041: MlKem768, 0x0042: MlKem1024, 0x647a: XWing,
};
const kdfs = { 1: HkdfSha256, 2: HkdfSha384, 3: HkdfSha512 };
const aeads = { 1: Aes128Gcm, 2: Aes256Gcm, 3: Chacha20Poly1305, 0xffff: ExportOnly };
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (buffer) => Buffer.from(buffer).toString("hex");

let text = "";
for await (const piece of process.stdin) text += piece;
const answers = [];
for (const c of JSON.parse(text)) {
  const suite = new CipherSuite({ kem: new kems[c.kem](), kdf: new kdfs[c.kdf](), aead: new aeads[c.aead]() });
  const info = bytes(c.info);
  const psk = c.psk === "" ? undefined : { key: bytes(c.psk), id: bytes(c.pskId) };
  const privateKey = await suite.kem.importKey("raw", bytes(c.privateKey), false);
  const publicKey = await suite.kem.importKey("raw", bytes(c.publicKey), true);
  const recipient = await suite.createRecipientContext({ recipientKey: privateKey, enc: bytes(c.encapsulated), info, psk });
  const opened = [];
  for (const message of c.sealed) opened.push(hex(await recipient.open(bytes(message), bytes(c.data))));
  const sender = await suite.createSenderContext({ recipientPublicKey: publicKey, info, psk });
  const sealed = [];
  for (const message of c.messages) sealed.push(hex(await sender.seal(bytes(message), bytes(c.data))));
  answers.push({
    opened,
    exported: hex(await recipient.export(bytes(c.exporterContext), c.exportSize)),
    encapsulated: hex(sender.enc),
    sealed,
    senderExported: hex(await sender.export(bytes(c.exporterContext), c.exportSize)),
  });
}
process.stdout.write(JSON.stringify(answers));
