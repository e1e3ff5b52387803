namespace SsoOidc.Cache;

/// <summary>One file of the cache: a token, or the problem with it.</summary>
internal sealed class CacheEntry(string key, CachedToken? token, string? problem)
{
    public string Key { get; } = key;

    public CachedToken? Token { get; } = token;

    public string? Problem { get; } = problem;
}
