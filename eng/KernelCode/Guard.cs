namespace PqCrypto.KernelCode;

/// <summary>The rules: kernels keep vectors in registers, call nobody and do not divide, but for what is allowed.</summary>
internal static class Guard
{
    /// <summary>What breaks the rules, as sentences.</summary>
    internal static IEnumerable<string> Findings(CompiledCode code) => code.Trees().SelectMany(tree => Findings(tree, code.Set)).Distinct();

    /// <summary>The allowances that nothing in the code of all these sets needs.</summary>
    internal static IEnumerable<Allowance> Unneeded(IReadOnlyList<CompiledCode> codes) => Allowance.All.Where(allowance => !codes.Any(code => Needs(code, allowance)));

    private static IEnumerable<string> Findings(KernelCalls tree, string set)
    {
        foreach (MethodCode method in tree.All)
        {
            Allowance[] allowances = [.. Allowance.All.Where(allowance => allowance.IsFor(method.ShortName, set))];
            string subject = method == tree.Kernel ? method.ShortName : $"{method.ShortName}, which {tree.Kernel.ShortName} calls,";
            if (method.Spills.Count > allowances.Sum(allowance => allowance.Spills))
                yield return $"{subject} has {method.Spills.Count} vectors on the stack, such as '{method.Spills[0]}'";
            foreach (string callee in method.Calls.Select(MethodCode.Shorten).Except([.. Allowance.ForAll, .. allowances.SelectMany(allowance => allowance.Calls)]))
                yield return $"{subject} calls {callee}";
            foreach (string division in method.Divisions)
                yield return $"{subject} divides: '{division}'";
        }
    }

    private static bool Needs(CompiledCode code, Allowance allowance) =>
        code.Trees().SelectMany(tree => tree.All).Any(method =>
            allowance.IsFor(method.ShortName, code.Set)
            && ((allowance.Spills > 0 && method.Spills.Count > 0) || method.Calls.Select(MethodCode.Shorten).Intersect(allowance.Calls).Any()));
}
