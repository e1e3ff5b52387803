namespace SsoOidc.Endpoints;

/// <summary>A group of regions with DNS suffixes of its own.</summary>
internal sealed class Partition(string name, string[] prefixes, string dnsSuffix, string dualStackDnsSuffix)
{
    public string Name { get; } = name;

    /// <summary>A region matches a prefix when it is the prefix, a word, a hyphen and a number: <c>us-gov</c> + <c>-west</c> + <c>-1</c>.</summary>
    public string[] Prefixes { get; } = prefixes;

    public string DnsSuffix { get; } = dnsSuffix;

    public string DualStackDnsSuffix { get; } = dualStackDnsSuffix;
}
