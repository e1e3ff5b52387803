namespace SsoOidc;

/// <summary>How the end of a session went.</summary>
public sealed record SsoOidcDisconnection
{
    internal SsoOidcDisconnection()
    {
    }

    /// <summary>The name of the <c>[sso-session]</c> section; null for a session that goes by its start URL.</summary>
    public string? SessionName { get; internal init; }

    /// <summary>The address of the access portal.</summary>
    public string? StartUrl { get; internal init; }

    /// <summary>The region of IAM Identity Center.</summary>
    public string? Region { get; internal init; }

    /// <summary>Whether a token was deleted from the cache.</summary>
    public bool Removed { get; internal init; }

    /// <summary>Whether the service ended the session on this request.</summary>
    public bool Revoked { get; internal init; }

    /// <summary>Why one of the two was not done; null when both were.</summary>
    public string? Reason { get; internal init; }
}
