namespace PqCrypto.KernelCode;

/// <summary>The code of kernels and of what they call.</summary>
/// <param name="Set">The kernel set.</param>
/// <param name="Namespace">The namespace in which what they call is part of them.</param>
/// <param name="Methods">Every method that was compiled there, by its name.</param>
/// <param name="Kernels">The beginnings of the kernels' names.</param>
internal sealed record CompiledCode(string Set, string Namespace, IReadOnlyDictionary<string, MethodCode> Methods, IReadOnlyList<string> Kernels)
{
    /// <summary>Each kernel with everything that it calls.</summary>
    internal IEnumerable<KernelCalls> Trees()
    {
        foreach (string kernel in Kernels)
        {
            MethodCode root = Methods.Values.SingleOrDefault(method => method.Name.StartsWith(kernel, StringComparison.Ordinal))
                ?? throw new InvalidOperationException($"The JIT wrote no code of {kernel}.");
            yield return new KernelCalls(root, [.. Reach(root)]);
        }
    }

    /// <summary>The methods of the namespace that a method calls, directly or not, without itself.</summary>
    private IEnumerable<MethodCode> Reach(MethodCode root)
    {
        HashSet<string> seen = [root.Name];
        Queue<MethodCode> waiting = new([root]);
        while (waiting.TryDequeue(out MethodCode? method))
        {
            foreach (string callee in method.Calls)
            {
                if (!callee.StartsWith(Namespace + '.', StringComparison.Ordinal) || !seen.Add(callee))
                    continue;
                MethodCode code = Methods.TryGetValue(callee, out MethodCode? found)
                    ? found
                    : throw new InvalidOperationException($"The JIT wrote no code of {callee}, which {method.ShortName} calls.");
                waiting.Enqueue(code);
                yield return code;
            }
        }
    }
}

/// <summary>A kernel, and the methods of its namespace that it calls, directly or not.</summary>
internal sealed record KernelCalls(MethodCode Kernel, IReadOnlyList<MethodCode> Callees)
{
    /// <summary>The kernel and its callees.</summary>
    internal IEnumerable<MethodCode> All => [Kernel, .. Callees];
}
