using System.Globalization;
using System.Numerics;

namespace PqCrypto.Tests.House;

/// <summary>Evaluates integer formulas as comments and constants have them, with exact fractions.</summary>
/// <param name="text">The formula; reading stops where it ends.</param>
/// <param name="find">Gives the value of a name, or null.</param>
/// <param name="wholeDivision">Whether <c>/</c> is the division of integers, as in code, or exact, as in comments.</param>
/// <remarks>Precedence from the weakest: mod and %; | and shifts; + and -; * and /; unary minus; ^ (power).</remarks>
internal sealed class Formula(string text, Func<string, BigInteger?> find, bool wholeDivision)
{
    private int position;

    /// <summary>The value, or null where the text is no formula or its value no integer.</summary>
    public static BigInteger? Evaluate(string text, Func<string, BigInteger?> find, bool wholeDivision = false)
    {
        Formula formula = new(text, find, wholeDivision);
        try
        {
            Fraction value = formula.Modular();
            return value.Denominator.IsOne && formula.IsEnd() ? value.Numerator : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>A formula ends with the text, or where a remark begins.</summary>
    private bool IsEnd()
    {
        SkipBlanks();
        return position == text.Length || ",;:(".Contains(text[position], StringComparison.Ordinal);
    }

    private Fraction Modular()
    {
        Fraction value = Bits();
        while (Take("mod ") || Take("%"))
        {
            BigInteger modulus = Bits().Whole();
            BigInteger inverse = Inverse(value.Denominator, modulus);
            value = new Fraction(Remainder(value.Numerator * inverse, modulus), 1);
        }

        return value;
    }

    private Fraction Bits()
    {
        Fraction value = Sum();
        while (true)
        {
            if (Take("<<"))
                value = new Fraction(value.Whole() << (int)Sum().Whole(), 1);
            else if (Take(">>"))
                value = new Fraction(value.Whole() >> (int)Sum().Whole(), 1);
            else if (Take("|"))
                value = new Fraction(value.Whole() | Sum().Whole(), 1);
            else
                return value;
        }
    }

    private Fraction Sum()
    {
        Fraction value = Product();
        while (true)
        {
            if (Take("+"))
                value = Fraction.Add(value, Product());
            else if (Take("-"))
                value = Fraction.Add(value, Fraction.Multiply(Product(), new Fraction(-1, 1)));
            else
                return value;
        }
    }

    private Fraction Product()
    {
        Fraction value = Signed();
        while (true)
        {
            if (Take("*"))
                value = Fraction.Multiply(value, Signed());
            else if (Take("/"))
                value = Quotient(value, Signed());
            else
                return value;
        }
    }

    private Fraction Quotient(Fraction a, Fraction b) =>
        wholeDivision ? new Fraction(BigInteger.Divide(a.Whole(), b.Whole()), 1) : Fraction.Multiply(a, b.Power(-1));

    private Fraction Signed() => Take("-") ? Fraction.Multiply(Signed(), new Fraction(-1, 1)) : Power();

    private Fraction Power()
    {
        Fraction value = Atom();
        return Take("^") ? value.Power((int)Signed().Whole()) : value;
    }

    private Fraction Atom()
    {
        if (Take("("))
            return Inside();
        SkipBlanks();
        int start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '_' or '.'))
            position++;
        string word = text[start..position];
        if (word.Length == 0)
            throw new FormatException();
        if (char.IsAsciiDigit(word[0]))
            return new Fraction(Literal(word) ?? throw new FormatException(), 1);
        if (position < text.Length && text[position] == '(')
        {
            position++;
            return Function(word);
        }

        return new Fraction(find(word) ?? throw new FormatException(), 1);
    }

    private Fraction Function(string name)
    {
        Fraction inside = Inside();
        Fraction half = new(1, 2);
        return new Fraction(
            name switch
            {
                "floor" => inside.Floor(),
                "ceil" => -Fraction.Multiply(inside, new Fraction(-1, 1)).Floor(),
                "round" => Fraction.Add(inside, half).Floor(),
                "sizeof" => inside.Whole(),
                _ => throw new FormatException(),
            },
            1);
    }

    private Fraction Inside()
    {
        Fraction value = Modular();
        return Take(")") ? value : throw new FormatException();
    }

    /// <summary>The value of an integer literal of C#, or null.</summary>
    public static BigInteger? Literal(string word)
    {
        string digits = word.Replace("_", "", StringComparison.Ordinal).TrimEnd('U', 'L', 'u', 'l');
        bool hexadecimal = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return BigInteger.TryParse(
            hexadecimal ? "0" + digits[2..] : digits,
            hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out BigInteger value) ? value : null;
    }

    private static BigInteger Remainder(BigInteger a, BigInteger modulus) => ((a % modulus) + modulus) % modulus;

    private static BigInteger Inverse(BigInteger a, BigInteger modulus)
    {
        (BigInteger x, BigInteger y, BigInteger u, BigInteger v) = (Remainder(a, modulus), modulus, BigInteger.One, BigInteger.Zero);
        while (!y.IsZero)
        {
            BigInteger quotient = BigInteger.Divide(x, y);
            (x, y, u, v) = (y, x - (quotient * y), v, u - (quotient * v));
        }

        return x.IsOne ? Remainder(u, modulus) : throw new FormatException();
    }

    private bool Take(string token)
    {
        SkipBlanks();
        if (string.CompareOrdinal(text, position, token, 0, token.Length) != 0)
            return false;
        position += token.Length;
        return true;
    }

    private void SkipBlanks()
    {
        while (position < text.Length && text[position] == ' ')
            position++;
    }

    private readonly record struct Fraction(BigInteger Numerator, BigInteger Denominator)
    {
        public static Fraction Add(Fraction a, Fraction b) =>
            Reduce((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

        public static Fraction Multiply(Fraction a, Fraction b) => Reduce(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

        public BigInteger Whole() => Denominator.IsOne ? Numerator : throw new FormatException();

        public BigInteger Floor() => (Numerator - Remainder(Numerator, Denominator)) / Denominator;

        public Fraction Power(int exponent) => exponent >= 0
            ? new Fraction(BigInteger.Pow(Numerator, exponent), BigInteger.Pow(Denominator, exponent))
            : Reduce(BigInteger.Pow(Denominator, -exponent), BigInteger.Pow(Numerator, -exponent));

        private static Fraction Reduce(BigInteger numerator, BigInteger denominator)
        {
            if (denominator.IsZero)
                throw new FormatException();
            BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
            return new Fraction(numerator / divisor, denominator / divisor);
        }
    }
}
