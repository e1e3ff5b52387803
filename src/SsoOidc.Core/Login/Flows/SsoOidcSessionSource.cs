namespace SsoOidc;

/// <summary>Where a session's token came from.</summary>
public enum SsoOidcSessionSource
{
    /// <summary>The cache: it was valid for long enough.</summary>
    Cache,

    /// <summary>A refresh without anybody's doing.</summary>
    Refreshed,

    /// <summary>A person who logged in just now.</summary>
    Login,
}
