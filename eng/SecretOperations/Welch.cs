namespace PqCrypto.SecretOperations;

/// <summary>Welch's t of two classes of values that come one by one.</summary>
internal sealed class Welch
{
    private readonly double[] count = new double[2];
    private readonly double[] mean = new double[2];
    private readonly double[] squares = new double[2];

    /// <summary>The difference of the means in standard errors; 0 where there are too few values.</summary>
    internal double T
    {
        get
        {
            if (double.Min(count[0], count[1]) < 100)
                return 0;
            double variance = (squares[0] / (count[0] - 1) / count[0]) + (squares[1] / (count[1] - 1) / count[1]);
            return variance == 0 ? 0 : (mean[0] - mean[1]) / double.Sqrt(variance);
        }
    }

    /// <summary>Takes a value.</summary>
    internal void Add(int which, double value)
    {
        count[which]++;
        double distance = value - mean[which];
        mean[which] += distance / count[which];
        squares[which] += distance * (value - mean[which]);
    }
}
