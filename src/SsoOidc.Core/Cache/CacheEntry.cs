namespace SsoOidc.Cache;

/// <summary>One file of the cache: a token, or the problem with it.</summary>
internal sealed class CacheEntry(string key, CachedToken? token, string? problem)
{
    public string Key { get; } = key;

    public CachedToken? Token { get; } = token;

    public string? Problem { get; } = problem;

    /// <summary>Whether its content could not be looked at: it may be a client registration as well.</summary>
    public bool IsHeldOpen => Problem == Files.SecureFile.HeldOpen;
}
