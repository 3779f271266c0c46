namespace PqCrypto.DifferentialRounds;

/// <summary>A scheme whose secret is wrong for one ciphertext in 256, for the proof that the rounds see it.</summary>
internal sealed class PlantedScheme(KemScheme inner) : KemScheme(inner.Description)
{
    public override KemPrivateKeyState GenerateKey(ReadOnlySpan<byte> randomness) => new Key(inner.GenerateKey(randomness));

    public override KemPrivateKeyState ImportPrivateSeed(ReadOnlySpan<byte> seed) => new Key(inner.ImportPrivateSeed(seed));

    public override KemPrivateKeyState ImportPrivateKey(ReadOnlySpan<byte> privateKey) => new Key(inner.ImportPrivateKey(privateKey));

    public override KemPublicKeyState ImportPublicKey(ReadOnlySpan<byte> publicKey) => inner.ImportPublicKey(publicKey);

    private sealed class Key(KemPrivateKeyState state) : KemPrivateKeyState
    {
        public override KemPublicKeyState PublicKey => state.PublicKey;

        public override void ExportPrivateKey(Span<byte> destination) => state.ExportPrivateKey(destination);

        public override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
        {
            state.Decapsulate(ciphertext, sharedSecret);
            if (ciphertext[0] == 0xA5)
                sharedSecret[^1] ^= 1;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                state.Dispose();
        }
    }
}
