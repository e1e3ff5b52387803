namespace SsoOidc;

/// <summary>A token of IAM Identity Center.</summary>
public record CreateTokenResponse : SsoOidcResponse
{
    /// <summary>The bearer token. Sensitive.</summary>
    public string? AccessToken { get; init; }

    /// <summary><c>Bearer</c>.</summary>
    public string? TokenType { get; init; }

    /// <summary>Lifetime of the access token in seconds from its arrival.</summary>
    public int? ExpiresIn { get; init; }

    /// <summary>The refresh token, for clients with the scope <c>sso:account:access</c>. It may rotate: keep the newest. Sensitive.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Not implemented by the service for this operation. Sensitive.</summary>
    public string? IdToken { get; init; }

    /// <summary>When the access token expires.</summary>
    public DateTimeOffset? ExpiresAt => After(ExpiresIn);

    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name}, expires {ExpiresAt:u}";
}
